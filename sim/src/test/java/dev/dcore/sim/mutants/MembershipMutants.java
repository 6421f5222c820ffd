package dev.dcore.sim.mutants;

import java.util.List;
import java.util.stream.Stream;

/// Mistakes that membership protocols are known for, each one line of ours.
final class MembershipMutants {
  private static final String SWIM = "kernel/src/main/java/dev/dcore/kernel/cluster/swim/";
  private static final String TABLE = SWIM + "MemberTable.java";
  private static final String VIEW = SWIM + "View.java";
  private static final String SELF = SWIM + "Self.java";
  private static final String SUSPICIONS = SWIM + "Suspicions.java";
  private static final String SUSPICION = SWIM + "Suspicion.java";
  private static final String PROBING = SWIM + "Probing.java";
  private static final String BOOT = "kernel/src/main/java/dev/dcore/kernel/runtime/Boot.java";
  private static final String SLOTS =
      "kernel/src/main/java/dev/dcore/kernel/persistence/SlotPair.java";

  private static final String STABLE =
      "kernel/src/main/java/dev/dcore/kernel/cluster/stable/StableView.java";

  static final Mutant STALE_ALIVE =
      new Mutant(
          "stale-alive-revives-the-dead",
          TABLE,
          "return RankIndex.rank(incarnation, told) > known;",
          "return incarnation >= RankIndex.incarnation(known);",
          1);

  /// Found among the many of [MembershipRun.Buggified].
  static final List<Mutant> AMONG_MANY =
      List.of(
          STALE_ALIVE,
          new Mutant(
              "refutation-does-not-rise",
              SELF,
              "long next = Math.max(accused, claim.incarnation()) + 1;",
              "long next = Math.max(accused, claim.incarnation());",
              1),
          new Mutant(
              "leaving-does-not-rise",
              SELF,
              "return renew(Math.min(claim.incarnation() + 1, Incarnation.MAX), true);",
              "return renew(claim.incarnation(), true);",
              1),
          new Mutant(
              "boot-number-is-not-persisted",
              BOOT,
              "files.step(nowNanos, new SlotPairInput.Store(next.encode()));",
              "files.step(nowNanos, new SlotPairInput.Store("
                  + "new NodeIdentity(next.id(), 1).encode()));",
              3),
          new Mutant(
              "boot-number-is-written-but-not-synced",
              SLOTS,
              "effects.add(new SlotPairEffect.SyncSlot(slot));",
              "effects.add(new SlotPairEffect.SyncDirectory());",
              3),
          new Mutant(
              "restart-has-the-boot-number-of-the-last-start",
              BOOT,
              "store(nowNanos, NodeIdentity.decode(value).nextBoot());",
              "store(nowNanos, NodeIdentity.decode(value));",
              1),
          new Mutant("refuted-suspicion-goes-on", SUSPICIONS, "bySlot.remove(slot);", ";", 1),
          new Mutant(
              "suspicion-is-not-tied-to-an-incarnation",
              VIEW,
              "Accusation fatal = new Accusation(table.id(slot), table.incarnation(slot), true,"
                  + " accuser);",
              "Accusation fatal = new Accusation(table.id(slot), table.incarnation(slot) + 1, true,"
                  + " accuser);",
              2),
          new Mutant("suspicion-is-too-short", SUSPICION, "return min;", "return min / 2;", 1),
          new Mutant(
              "silence-is-no-reason-to-suspect", PROBING, "view.suspect(step, probe);", ";", 2),
          new Mutant(
              "digest-says-nothing",
              VIEW,
              "return table.digest() + ViewDigest.part(RankIndex.hash(self.id()), self.rank());",
              "return 0;",
              1),
          new Mutant(
              "suspicion-has-no-end",
              VIEW,
              "suspicions.begin(step, slot, table.incarnation(slot), accuser);",
              ";",
              2),
          new Mutant(
              "later-boot-counts-for-nothing",
              TABLE,
              "return RankIndex.rank(incarnation, told) > known;",
              "return known == RankIndex.UNKNOWN"
                  + " || RankIndex.rank(Incarnation.counter(incarnation), told) > RankIndex.rank("
                  + "Incarnation.counter(RankIndex.incarnation(known)), RankIndex.state(known));",
              1),
          new Mutant(
              "quorum-is-less-than-a-majority",
              STABLE,
              "return members.size() / 2 + 1;",
              "return members.size() / 3 + 1;",
              1));

  /// Found in [MembershipRun.Few]: among many there is too often somebody else who makes up for it.
  static final List<Mutant> AMONG_FEW =
      List.of(
          new Mutant(
              "accusation-against-a-reset-incarnation-is-dropped",
              TABLE,
              "|| incarnation(slot) != accusation.incarnation()",
              "|| incarnation(slot) != accusation.incarnation()"
                  + " || Incarnation.boot(accusation.incarnation()) > 1"
                  + " && Incarnation.counter(accusation.incarnation()) == 0",
              17));

  static final List<Mutant> ALL = Stream.concat(AMONG_MANY.stream(), AMONG_FEW.stream()).toList();

  private MembershipMutants() {}
}
