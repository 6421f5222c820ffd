package dev.dcore.sim.crash;

/// The process ends here: what it was about to do never happens. A storage under test lets it pass.
public final class Crashed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Crashed() {
    super("the process was ended", null, false, false);
  }
}
