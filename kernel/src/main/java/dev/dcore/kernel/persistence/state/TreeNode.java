package dev.dcore.kernel.persistence.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A node of a [CopyOnWriteTree]. Frozen once the tree's edit is another than the node's.
abstract sealed class TreeNode {
  /// Keys of a leaf, or children: a copy for a snapshot moves a kilobyte, and a million keys are
  /// four levels deep.
  static final int SIZE_MAX = 64;

  /// Below that a node is brought together with its neighbour.
  static final int SIZE_MIN = SIZE_MAX / 4;

  /// Up to that, neighbours become one node; it has room to grow and needs not be split again soon.
  private static final int MERGED_MAX = SIZE_MAX * 3 / 4;

  private static final int SIZE_FIRST = 8;

  final long edit;
  int size;

  TreeNode(long edit) {
    this.edit = edit;
  }

  abstract byte @Nullable [] get(byte[] key);

  /// This node, or a copy when it is of another edit.
  abstract TreeNode owned(long edit);

  /// Removes a key that is there.
  abstract void remove(byte[] key, long edit);

  /// Moves the upper half into a new node.
  abstract TreeNode split(long edit);

  /// The smallest key below.
  abstract byte[] firstKey();

  boolean full() {
    return size == SIZE_MAX;
  }

  static int grown(int capacity) {
    return Math.min(SIZE_MAX, capacity * 2);
  }

  /// The lowest level: keys and values.
  static final class Leaf extends TreeNode {
    byte[][] keys;
    byte[][] values;

    Leaf(long edit) {
      this(edit, new byte[SIZE_FIRST][], new byte[SIZE_FIRST][], 0);
    }

    private Leaf(long edit, byte[][] keys, byte[][] values, int size) {
      super(edit);
      this.keys = keys;
      this.values = values;
      this.size = size;
    }

    /// @return the place of the key, or `-1 - place` where it would go
    int find(byte[] key) {
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = Arrays.compareUnsigned(keys[middle], key);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1 - low;
    }

    @Override
    byte @Nullable [] get(byte[] key) {
      int at = find(key);
      return at < 0 ? null : values[at];
    }

    @Override
    TreeNode owned(long edit) {
      return this.edit == edit ? this : new Leaf(edit, keys.clone(), values.clone(), size);
    }

    void put(byte[] key, byte[] value) {
      int at = find(key);
      if (at >= 0) {
        values[at] = value;
        return;
      }
      at = -1 - at;
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, grown(size));
        values = Arrays.copyOf(values, grown(size));
      }
      System.arraycopy(keys, at, keys, at + 1, size - at);
      System.arraycopy(values, at, values, at + 1, size - at);
      keys[at] = key;
      values[at] = value;
      size++;
    }

    @Override
    void remove(byte[] key, long edit) {
      int at = find(key);
      System.arraycopy(keys, at + 1, keys, at, size - at - 1);
      System.arraycopy(values, at + 1, values, at, size - at - 1);
      truncate(size - 1);
    }

    @Override
    Leaf split(long edit) {
      Leaf upper = part(edit, size / 2, size);
      truncate(size / 2);
      return upper;
    }

    @Override
    byte[] firstKey() {
      return keys[0];
    }

    private Leaf part(long edit, int from, int to) {
      int capacity = Math.min(SIZE_MAX, Math.max(SIZE_FIRST, (to - from) * 3 / 2));
      Leaf part = new Leaf(edit, new byte[capacity][], new byte[capacity][], to - from);
      System.arraycopy(keys, from, part.keys, 0, part.size);
      System.arraycopy(values, from, part.values, 0, part.size);
      return part;
    }

    @SuppressWarnings("NullAway") // what is behind the size is not read
    private void truncate(int smaller) {
      Arrays.fill(keys, smaller, size, null);
      Arrays.fill(values, smaller, size, null);
      size = smaller;
    }

    /// Both, one behind the other; may have more than a node holds.
    static Leaf joined(long edit, Leaf left, Leaf right) {
      int size = left.size + right.size;
      Leaf both =
          new Leaf(edit, Arrays.copyOf(left.keys, size), Arrays.copyOf(left.values, size), size);
      System.arraycopy(right.keys, 0, both.keys, left.size, right.size);
      System.arraycopy(right.values, 0, both.values, left.size, right.size);
      return both;
    }
  }

  /// Children, and between two of them the smallest key of the right one when they were parted.
  static final class Inner extends TreeNode {
    byte[][] keys;
    TreeNode[] children;

    Inner(long edit, TreeNode left, TreeNode right) {
      this(edit, new byte[SIZE_FIRST][], new TreeNode[SIZE_FIRST], 2);
      keys[1] = right.firstKey();
      children[0] = left;
      children[1] = right;
    }

    /// @param keys of each child; the first one's is not used
    private Inner(long edit, byte[][] keys, TreeNode[] children, int size) {
      super(edit);
      this.keys = keys;
      this.children = children;
      this.size = size;
    }

    /// The child below which the key is, if it is there.
    int find(byte[] key) {
      int low = 1;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(keys[middle], key) <= 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return high;
    }

    @Override
    byte @Nullable [] get(byte[] key) {
      return children[find(key)].get(key);
    }

    @Override
    TreeNode owned(long edit) {
      return this.edit == edit ? this : new Inner(edit, keys.clone(), children.clone(), size);
    }

    /// The child for a key, owned and not full.
    TreeNode childWithRoom(byte[] key, long edit) {
      int at = find(key);
      TreeNode child = own(at, edit);
      if (!child.full()) {
        return child;
      }
      TreeNode upper = child.split(edit);
      insert(at + 1, upper.firstKey(), upper);
      return Arrays.compareUnsigned(keys[at + 1], key) <= 0 ? upper : child;
    }

    @Override
    void remove(byte[] key, long edit) {
      int at = find(key);
      TreeNode child = own(at, edit);
      child.remove(key, edit);
      if (child.size < SIZE_MIN && size > 1) {
        balance(Math.max(0, at - 1), edit);
      }
    }

    @Override
    Inner split(long edit) {
      Inner upper = part(edit, size / 2, size);
      truncate(size / 2);
      return upper;
    }

    @Override
    byte[] firstKey() {
      return children[0].firstKey();
    }

    private TreeNode own(int at, long edit) {
      TreeNode child = children[at].owned(edit);
      children[at] = child;
      return child;
    }

    /// Makes one node of two neighbours, or two of about one size.
    private void balance(int left, long edit) {
      TreeNode both = joined(edit, children[left], children[left + 1], keys[left + 1]);
      children[left] = both;
      if (both.size <= MERGED_MAX) {
        System.arraycopy(keys, left + 2, keys, left + 1, size - left - 2);
        System.arraycopy(children, left + 2, children, left + 1, size - left - 2);
        truncate(size - 1);
      } else {
        byte[] parting =
            both instanceof Inner inner
                ? inner.keys[both.size / 2]
                : ((Leaf) both).keys[both.size / 2];
        children[left + 1] = both.split(edit);
        keys[left + 1] = parting;
      }
    }

    private static TreeNode joined(long edit, TreeNode left, TreeNode right, byte[] parting) {
      if (left instanceof Leaf a && right instanceof Leaf b) {
        return Leaf.joined(edit, a, b);
      }
      Inner a = (Inner) left;
      Inner b = (Inner) right;
      int size = a.size + b.size;
      Inner both =
          new Inner(edit, Arrays.copyOf(a.keys, size), Arrays.copyOf(a.children, size), size);
      System.arraycopy(b.keys, 0, both.keys, a.size, b.size);
      System.arraycopy(b.children, 0, both.children, a.size, b.size);
      both.keys[a.size] = parting;
      return both;
    }

    private void insert(int at, byte[] key, TreeNode child) {
      if (size == children.length) {
        keys = Arrays.copyOf(keys, grown(size));
        children = Arrays.copyOf(children, grown(size));
      }
      System.arraycopy(keys, at, keys, at + 1, size - at);
      System.arraycopy(children, at, children, at + 1, size - at);
      keys[at] = key;
      children[at] = child;
      size++;
    }

    private Inner part(long edit, int from, int to) {
      int capacity = Math.min(SIZE_MAX, Math.max(SIZE_FIRST, (to - from) * 3 / 2));
      Inner part = new Inner(edit, new byte[capacity][], new TreeNode[capacity], to - from);
      System.arraycopy(keys, from, part.keys, 0, part.size);
      System.arraycopy(children, from, part.children, 0, part.size);
      return part;
    }

    @SuppressWarnings("NullAway") // what is behind the size is not read
    private void truncate(int smaller) {
      Arrays.fill(keys, smaller, size, null);
      Arrays.fill(children, smaller, size, null);
      size = smaller;
    }
  }
}
