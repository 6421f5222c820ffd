package dev.dcore.sim.script;

/// A line of a script cannot be read, or what it awaits did not come.
public final class ScriptFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScriptFailed(String sentence) {
    super(sentence);
  }
}
