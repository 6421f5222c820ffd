package dev.dcore.kernel.persistence.state;

/// A version was asked for that is older than what is kept.
public final class Forgotten extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Forgotten(long at, long horizon) {
    super("position " + at + " is forgotten; what is kept begins with " + horizon);
  }
}
