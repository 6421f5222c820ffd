package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.state.OrderedBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.TreeSet;

/// A kind of state store that keeps its bytes in files, found by [ServiceLoader]: its library comes
/// with a module of its own.
public interface StateBackend {
  /// What configuration calls it.
  String name();

  /// Opens what is in a directory, or makes it.
  ///
  /// @param directory for it alone
  /// @throws IOException in one sentence
  OrderedBytes open(Path directory) throws IOException;

  /// Finds one by its name.
  ///
  /// @throws IOException when there is none, naming those there are
  static StateBackend named(String name) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (StateBackend each : ServiceLoader.load(StateBackend.class)) {
      if (each.name().equals(name)) {
        return each;
      }
      names.add(each.name());
    }
    throw new IOException("there is no state store called " + name + "; there are: " + names);
  }
}
