package dev.dcore.cli;

/// Adds a subcommand from another module, found by `ServiceLoader`.
public interface CommandProvider {
  /// @return an object whose class has picocli's `@Command`
  Object command();
}
