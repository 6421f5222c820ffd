package dev.dcore.kernel.transport;

/// The one error of every decoder of bytes from outside. The frame is dropped and counted; nothing
/// else happens.
public final class MalformedFrame extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedFrame(String reason) {
    // No stack trace: whoever sends garbage must not make us pay for it.
    super(reason, null, false, false);
  }

  /// What is wrong, for the trace.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
