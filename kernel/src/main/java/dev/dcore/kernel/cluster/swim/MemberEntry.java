package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of the [MemberTable]. Only the table changes claim and state.
final class MemberEntry {
  private KnownClaim known;
  private MemberState state;
  private NodeId accuser = NodeId.NONE;
  private long sinceNanos;
  private long rttNanos = -1;
  private long counted;
  private @Nullable EvidenceLog evidence;
  private @Nullable List<MemberEntry> namesakes;

  MemberEntry(KnownClaim known, MemberState state, long nowNanos) {
    this.known = known;
    this.state = state;
    this.sinceNanos = nowNanos;
  }

  NodeId id() {
    return known.claim().id();
  }

  String name() {
    return known.profile().name();
  }

  Address address() {
    return known.profile().address();
  }

  long incarnation() {
    return known.claim().incarnation();
  }

  Claim claim() {
    return known.claim();
  }

  MemberState state() {
    return state;
  }

  /// Whose probe failed, or [NodeId#NONE] while nobody accuses it.
  NodeId accuser() {
    return accuser;
  }

  /// Since when it is in this state.
  long sinceNanos() {
    return sinceNanos;
  }

  EvidenceLog evidence() {
    EvidenceLog log = evidence;
    if (log == null) {
      log = new EvidenceLog();
      evidence = log;
    }
    return log;
  }

  void claim(KnownClaim newer) {
    known = newer;
  }

  void state(long nowNanos, MemberState newer, NodeId accusedBy) {
    if (newer == MemberState.SUSPECT) {
      evidence = null;
    }
    state = newer;
    accuser = accusedBy;
    sinceNanos = nowNanos;
  }

  void rttNanos(long measured) {
    rttNanos = measured;
  }

  Member view() {
    return new Member(
        known.claim().id(),
        known.profile().name(),
        known.profile().address(),
        state,
        known.claim().left() ? Phase.DOWN : Phase.UP,
        known.claim().incarnation(),
        known.profile().metadata(),
        rttNanos);
  }

  /// All others that bear or bore its name; nearly always none.
  List<MemberEntry> namesakes() {
    List<MemberEntry> list = namesakes;
    return list == null ? List.of() : list;
  }

  void addNamesake(MemberEntry other) {
    List<MemberEntry> list = namesakes;
    if (list == null) {
      list = new ArrayList<>();
      namesakes = list;
    }
    list.add(other);
  }

  void removeNamesake(MemberEntry other) {
    List<MemberEntry> list = namesakes;
    if (list != null) {
      list.removeIf(each -> each.id().equals(other.id()));
    }
  }

  /// What the digest counts for it from now on.
  ///
  /// @return what it counted until now
  long counted(long part) {
    long before = counted;
    counted = part;
    return before;
  }

  /// What stands against it now, or null: what others pass on, and what it should hear itself
  /// before all else.
  @Nullable Accusation accusation() {
    return switch (state) {
      case ALIVE, LEFT -> null;
      case SUSPECT, DEAD -> new Accusation(id(), incarnation(), state == MemberState.DEAD, accuser);
    };
  }

  /// As others are told about it.
  SwimMessage.StateEntry stateEntry() {
    return new SwimMessage.StateEntry(known.claim(), state, accuser);
  }
}
