package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import java.util.ArrayList;
import java.util.List;

/// What of the table is remembered over a restart: a sample of those that take part, and all that
/// are gone, as far as they fit.
final class Remembrance {
  private Remembrance() {}

  static Snapshot of(MemberTable table, Choice sample) {
    List<Snapshot.Living> living = new ArrayList<>();
    for (int slot : table.pick(Snapshot.LIVING_MAX, sample, table::participates)) {
      living.add(
          new Snapshot.Living(
              table.id(slot), table.incarnation(slot), table.name(slot), table.address(slot)));
    }
    List<Snapshot.Tombstone> tombstones = new ArrayList<>();
    for (int slot = 0; slot < table.slots(); slot++) {
      boolean gone = table.has(slot) && !table.participates(slot);
      if (gone && tombstones.size() < Snapshot.TOMBSTONES_MAX) {
        tombstones.add(
            new Snapshot.Tombstone(table.id(slot), table.incarnation(slot), table.state(slot)));
      }
    }
    return new Snapshot(living, tombstones);
  }
}
