package dev.dcore.bench;

import java.io.IOException;

/// What a JVM costs that does nothing: the raw limit of start and of memory.
final class EmptyProgram {
  private EmptyProgram() {}

  /// @param arguments with any, it ends only with its input
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      var _ = System.in.read();
    }
  }
}
