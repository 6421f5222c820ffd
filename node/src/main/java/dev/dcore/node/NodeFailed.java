package dev.dcore.node;

import java.util.concurrent.ExecutionException;

/// A node cannot start or go on. The message is one sentence that says what to do.
public final class NodeFailed extends Exception {
  private static final long serialVersionUID = 1;

  public NodeFailed(String message) {
    super(message);
  }

  public NodeFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /// Why a future of the node failed, in the node's own words where it has said why.
  public static NodeFailed of(ExecutionException e) {
    return e.getCause() instanceof NodeFailed failed
        ? failed
        : new NodeFailed("the node stopped: " + e.getCause(), e);
  }
}
