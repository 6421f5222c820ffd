package dev.dcore.kernel.persistence.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks the leaves below a node that nobody changes meanwhile.
final class TreeCursor implements OrderedView.Cursor {
  /// With at least [TreeNode#SIZE_MIN] children a node, more keys than there are addresses.
  private static final int DEPTH_MAX = 16;

  private final TreeNode.Inner[] path = new TreeNode.Inner[DEPTH_MAX];
  private final int[] places = new int[DEPTH_MAX];
  private final byte @Nullable [] bound;
  private final boolean ascending;
  private int depth;
  private TreeNode.Leaf leaf;
  private int at;

  /// @param bound where the walk ends: exclusive when it ascends, inclusive when it descends
  private TreeCursor(TreeNode root, byte @Nullable [] seek, byte @Nullable [] bound, boolean up) {
    this.bound = bound;
    this.ascending = up;
    TreeNode node = root;
    while (node instanceof TreeNode.Inner inner) {
      int place = seek == null ? inner.size - 1 : inner.find(seek);
      push(inner, place);
      node = inner.children[place];
    }
    this.leaf = (TreeNode.Leaf) node;
    int found = seek == null ? -1 - leaf.size : leaf.find(seek);
    int firstNotBelow = found >= 0 ? found : -1 - found;
    // Before the first key to come, in the direction of the walk.
    this.at = up ? firstNotBelow - 1 : firstNotBelow;
  }

  static TreeCursor of(TreeNode root, byte[] from, byte @Nullable [] to, OrderedView.Order order) {
    return switch (order) {
      case ASCENDING -> new TreeCursor(root, from, to, true);
      case DESCENDING -> new TreeCursor(root, to, from, false);
    };
  }

  @Override
  public boolean next() {
    at += ascending ? 1 : -1;
    while (at < 0 || at >= leaf.size) {
      if (!toNextLeaf()) {
        return false;
      }
    }
    byte[] end = bound;
    if (end == null) {
      return true;
    }
    int order = Arrays.compareUnsigned(leaf.keys[at], end);
    return ascending ? order < 0 : order >= 0;
  }

  @Override
  public byte[] key() {
    return leaf.keys[at];
  }

  @Override
  public byte[] value() {
    return leaf.values[at];
  }

  @Override
  public void close() {}

  private boolean toNextLeaf() {
    int step = ascending ? 1 : -1;
    while (depth > 0) {
      TreeNode.Inner inner = path[depth - 1];
      int place = places[depth - 1] + step;
      if (place >= 0 && place < inner.size) {
        places[depth - 1] = place;
        descend(inner.children[place]);
        return true;
      }
      depth--;
    }
    // Stays where it is, so that another call says the same.
    at = ascending ? leaf.size : -1;
    return false;
  }

  private void descend(TreeNode top) {
    TreeNode node = top;
    while (node instanceof TreeNode.Inner inner) {
      int place = ascending ? 0 : inner.size - 1;
      push(inner, place);
      node = inner.children[place];
    }
    leaf = (TreeNode.Leaf) node;
    at = ascending ? 0 : leaf.size - 1;
  }

  private void push(TreeNode.Inner inner, int place) {
    path[depth] = inner;
    places[depth] = place;
    depth++;
  }
}
