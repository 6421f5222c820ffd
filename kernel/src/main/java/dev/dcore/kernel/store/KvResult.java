package dev.dcore.kernel.store;

/// How a command ended. A function of the state and the command, so every replica has the same.
public sealed interface KvResult {
  /// @param position of the command in the log
  /// @param version how often the key was written since it was created
  record Stored(long position, int version) implements KvResult {}

  /// @param existed whether there was such a key
  record Deleted(long position, boolean existed) implements KvResult {}

  /// @param expired how many keys' time was over
  record Ticked(long position, int expired) implements KvResult {}
}
