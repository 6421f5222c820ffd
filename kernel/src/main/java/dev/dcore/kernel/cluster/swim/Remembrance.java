package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.identity.Metadata;
import java.util.ArrayList;
import java.util.List;

/// What is remembered over a restart: a sample of those that take part, and all that are gone, as
/// far as they fit.
final class Remembrance {
  private Remembrance() {}

  /// @param given what this node was told to say of itself when it started
  static Snapshot of(View view, Metadata given, Choice sample) {
    MemberTable table = view.table();
    List<Snapshot.Living> living = new ArrayList<>();
    for (int slot : table.pick(Snapshot.LIVING_MAX, sample, table::participates)) {
      living.add(
          new Snapshot.Living(
              table.id(slot), table.incarnation(slot), table.name(slot), table.address(slot)));
    }
    List<Snapshot.Tombstone> tombstones = new ArrayList<>();
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot) && !table.participates(slot)) {
        tombstones.add(
            new Snapshot.Tombstone(
                table.id(slot), table.incarnation(slot), table.state(slot), false));
      }
    }
    tombstones.addAll(view.graves().tombstones());
    return new Snapshot(
        living,
        tombstones.stream().limit(Snapshot.TOMBSTONES_MAX).toList(),
        new Snapshot.Described(given, view.self().profile().metadata()));
  }

  /// Buries whom the last life of this node knew to be gone.
  static void bury(Snapshot snapshot, Graves graves) {
    for (Snapshot.Tombstone each : snapshot.tombstones().reversed()) {
      graves.bury(each.id(), new Graves.Grave(each.incarnation(), each.state(), each.reaped()));
    }
  }
}
