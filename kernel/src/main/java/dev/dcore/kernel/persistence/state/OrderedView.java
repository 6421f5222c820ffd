package dev.dcore.kernel.persistence.state;

import org.jspecify.annotations.Nullable;

/// Ordered keys to read. Keys are compared byte by byte, as unsigned numbers; a key comes before
/// those that it is a prefix of. Nobody changes an array that was handed over.
public interface OrderedView extends AutoCloseable {
  /// @return null when there is no such key
  byte @Nullable [] get(byte[] key);

  /// Walks a range. The caller closes it, and does not use it after a write to what it walks.
  ///
  /// @param from the first key, inclusive
  /// @param to where it ends, exclusive, or null for the end of all
  /// @param order `DESCENDING` begins with the last key before `to`
  Cursor cursor(byte[] from, byte @Nullable [] to, Order order);

  /// Frees what the view holds on to.
  @Override
  void close();

  /// In which direction a range is walked.
  enum Order {
    ASCENDING,
    DESCENDING
  }

  /// A place between two keys of a range.
  interface Cursor extends AutoCloseable {
    /// Goes to the next key.
    ///
    /// @return whether there is one
    boolean next();

    /// The key that the cursor is at, after [#next] said that there is one.
    byte[] key();

    /// Its value.
    byte[] value();

    @Override
    void close();
  }
}
