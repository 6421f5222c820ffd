package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;

/// What the watchers of one node may take. May differ between replicas.
///
/// @param watchersMax how many there are; one more is refused
/// @param eventsMax that wait for one watcher; one that is slower gets a [WatchNotice.Resync]
/// @param bytesMax of keys and values that wait for all watchers together, each counted for each of
///   them; who needs more gets a [WatchNotice.Resync]
/// @param scanMax keys and versions that are looked at to find where a watch goes on; with more of
///   them it begins with a [WatchNotice.Resync]
public record WatchLimits(int watchersMax, int eventsMax, long bytesMax, int scanMax) {
  /// Each change is compared with each watcher of more than one key; a second of writes may wait;
  /// an agent's heap is 128 MiB; and to look at so many versions takes some milliseconds.
  public static final WatchLimits DEFAULT = new WatchLimits(1_024, 8_192, 8L << 20, 32_768);

  public WatchLimits {
    Invariant.check(
        watchersMax > 0 && eventsMax > 0 && bytesMax > 0 && scanMax > 0, "there may be watchers");
  }
}
