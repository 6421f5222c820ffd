package dev.dcore.kernel.persistence.state;

/// A B+tree of byte arrays. A node belongs to the edit in which it was made; [#freeze] begins a new
/// edit, and a node of an older one is copied before it is changed. So a snapshot costs nothing
/// when it is taken, one copy of each node that is written while it lives, and none without
/// snapshots.
///
/// The path copying is that of Driscoll, Sarnak, Sleator and Tarjan ("Making data structures
/// persistent", 1989); owning nodes by edits is Clojure's transients.
final class CopyOnWriteTree {
  private long edit = 1;
  private TreeNode root = new TreeNode.Leaf(edit);

  TreeNode root() {
    return root;
  }

  /// All as it is now, which no later change touches.
  TreeNode freeze() {
    edit++;
    return root;
  }

  void put(byte[] key, byte[] value) {
    root = root.owned(edit);
    if (root.full()) {
      root = new TreeNode.Inner(edit, root, root.split(edit));
    }
    TreeNode node = root;
    while (node instanceof TreeNode.Inner inner) {
      node = inner.childWithRoom(key, edit);
    }
    ((TreeNode.Leaf) node).put(key, value);
  }

  void remove(byte[] key) {
    if (root.get(key) == null) {
      return; // Nothing is copied for a key that is not there.
    }
    root = root.owned(edit);
    root.remove(key, edit);
    while (root instanceof TreeNode.Inner inner && inner.size == 1) {
      root = inner.children[0];
    }
  }
}
