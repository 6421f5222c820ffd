package dev.dcore.kernel.store;

/// Asks the leader to give a lease its full time again; answered by [KvAnswer.Granted]. Whoever
/// holds the lease counts that time from when it asked.
public record KeepAlive(long lease) {
  public KeepAlive {
    KvOp.checkLease(lease);
  }
}
