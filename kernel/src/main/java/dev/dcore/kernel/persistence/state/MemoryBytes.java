package dev.dcore.kernel.persistence.state;

import org.jspecify.annotations.Nullable;

/// The state in memory: a B+tree whose nodes are copied only when a snapshot still has them.
public final class MemoryBytes implements OrderedBytes {
  private CopyOnWriteTree tree = new CopyOnWriteTree();

  @Override
  public byte @Nullable [] get(byte[] key) {
    return tree.root().get(key);
  }

  @Override
  public Cursor cursor(byte[] from, byte @Nullable [] to, Order order) {
    return TreeCursor.of(tree.root(), from, to, order);
  }

  @Override
  public void write(ByteWrites writes) {
    writes.forEach(
        (key, value) -> {
          if (value == null) {
            tree.remove(key);
          } else {
            tree.put(key, value);
          }
        });
  }

  @Override
  public OrderedView snapshot() {
    return new Frozen(tree.freeze());
  }

  @Override
  public void flush() {}

  @Override
  public void clear() {
    tree = new CopyOnWriteTree();
  }

  @Override
  public void close() {
    clear();
  }

  private record Frozen(TreeNode root) implements OrderedView {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return root.get(key);
    }

    @Override
    public Cursor cursor(byte[] from, byte @Nullable [] to, Order order) {
      return TreeCursor.of(root, from, to, order);
    }

    @Override
    public void close() {}
  }
}
