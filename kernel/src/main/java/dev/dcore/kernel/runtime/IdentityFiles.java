package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.persistence.SlotPair;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a data directory holds whose node's id was settled before its first start: so that the
/// voters of a group can be named before any of them runs.
public final class IdentityFiles {
  private IdentityFiles() {}

  /// @return the bytes of each file, by its name in the data directory
  public static SortedMap<String, byte[]> of(NodeId id) {
    byte[] slot = SlotPair.first(new NodeIdentity(id, 0).encode());
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(Boot.FILES + ".0", slot);
    files.put(Boot.FILES + ".1", slot.clone());
    return files;
  }
}
