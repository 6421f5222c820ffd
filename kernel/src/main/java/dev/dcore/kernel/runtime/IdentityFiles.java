package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.persistence.SlotPair;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a data directory holds whose node's id was settled before its first start: so that the
/// voters of a group can be named before any of them runs.
public final class IdentityFiles {
  /// The names of the files.
  public static final List<String> NAMES = List.of(Boot.FILES + ".0", Boot.FILES + ".1");

  private IdentityFiles() {}

  /// Whose directory it is.
  ///
  /// @param files what each of [#NAMES] holds, empty for one that is not there
  /// @return null when none is whole
  public static @Nullable NodeId read(List<byte[]> files) {
    byte[] value = SlotPair.newest(files);
    return value == null ? null : NodeIdentity.decode(value).id();
  }

  /// @return the bytes of each file, by its name in the data directory
  public static SortedMap<String, byte[]> of(NodeId id) {
    byte[] slot = SlotPair.first(new NodeIdentity(id, 0).encode());
    SortedMap<String, byte[]> files = new TreeMap<>();
    NAMES.forEach(name -> files.put(name, slot.clone()));
    return files;
  }
}
