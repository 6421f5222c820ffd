package dev.dcore.kernel.store;

/// What became of a key at a revision.
///
/// @param item what it is now; of one that was deleted the value is empty, and the version 0
public record KvEvent(KvItem item) {
  public boolean deleted() {
    return item.version() == 0;
  }
}
