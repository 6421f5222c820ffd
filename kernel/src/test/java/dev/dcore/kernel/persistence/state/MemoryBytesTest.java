package dev.dcore.kernel.persistence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.contracts.StateStoreContract;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemoryBytesTest extends StateStoreContract {
  @Override
  protected OrderedBytes open() {
    return new MemoryBytes();
  }

  /// Four levels deep, up and down again, in random order: every node stays within its bounds.
  @Test
  void nodesStayWithinTheirBounds() {
    CopyOnWriteTree tree = new CopyOnWriteTree();
    Choice draw = Choices.seeded(1, "tree").choice("key");
    int count = 300_000;
    byte[][] keys = new byte[count][];
    for (int i = 0; i < count; i++) {
      keys[i] = ByteBuffer.allocate(8).putLong(draw.bits()).array();
      tree.put(keys[i], keys[i]);
      if (i % 50_000 == 0) {
        tree.freeze();
      }
    }
    assertEquals(count, sizeOf(tree.root(), null, null, depthOf(tree.root()), true));
    for (int i = 0; i < count - 10; i++) {
      tree.remove(keys[i]);
      if (i % 50_000 == 0) {
        assertEquals(count - 1 - i, sizeOf(tree.root(), null, null, depthOf(tree.root()), true));
        tree.freeze();
      }
    }
    assertEquals(10, sizeOf(tree.root(), null, null, depthOf(tree.root()), true));
    assertEquals(1, depthOf(tree.root()));
  }

  @Test
  void onlyWhatIsWrittenIsCopiedForASnapshot() {
    CopyOnWriteTree tree = new CopyOnWriteTree();
    for (int i = 0; i < 10_000; i++) {
      tree.put(ByteBuffer.allocate(4).putInt(i).array(), new byte[0]);
    }
    TreeNode before = tree.freeze();
    tree.remove(new byte[] {9});
    assertSame(before, tree.root(), "nothing was removed");

    tree.put(new byte[4], new byte[1]);
    TreeNode.Inner old = (TreeNode.Inner) before;
    TreeNode.Inner fresh = (TreeNode.Inner) tree.root();
    int shared = 0;
    for (int i = 0; i < old.size; i++) {
      shared += old.children[i] == fresh.children[i] ? 1 : 0;
    }
    assertEquals(old.size - 1, shared);
  }

  private static int depthOf(TreeNode node) {
    return node instanceof TreeNode.Inner inner ? 1 + depthOf(inner.children[0]) : 1;
  }

  /// @return how many keys there are
  private static int sizeOf(TreeNode node, byte[] low, byte[] high, int depth, boolean root) {
    assertTrue(node.size <= TreeNode.SIZE_MAX && (root || node.size >= TreeNode.SIZE_MIN));
    if (node instanceof TreeNode.Leaf leaf) {
      assertEquals(1, depth, "all leaves are on one level");
      for (int i = 0; i < leaf.size; i++) {
        assertTrue(low == null || Arrays.compareUnsigned(low, leaf.keys[i]) <= 0);
        assertTrue(high == null || Arrays.compareUnsigned(leaf.keys[i], high) < 0);
      }
      return leaf.size;
    }
    TreeNode.Inner inner = (TreeNode.Inner) node;
    int keys = 0;
    for (int i = 0; i < inner.size; i++) {
      byte[] from = i == 0 ? low : inner.keys[i];
      byte[] to = i + 1 == inner.size ? high : inner.keys[i + 1];
      keys += sizeOf(inner.children[i], from, to, depth - 1, false);
    }
    return keys;
  }
}
