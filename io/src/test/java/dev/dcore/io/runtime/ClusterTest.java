package dev.dcore.io.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.cluster.MemberState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of one process on real sockets see each other come and go.
final class ClusterTest {
  @TempDir private Path directory;

  @Test
  void nodesSeeEachOtherAndTheDeathOfOne() throws StartFailed {
    try (TestNode n1 = TestNode.start("n1", directory);
        TestNode n2 = TestNode.start("n2", directory, n1.address());
        TestNode n3 = TestNode.start("n3", directory, n1.address())) {
      assertTrue(RealTime.await(() -> n1.seesAlive(3) && n2.seesAlive(3) && n3.seesAlive(3)));

      n3.stop();

      assertTrue(RealTime.await(() -> n1.sees("n3", MemberState.DEAD)));
      assertTrue(RealTime.await(() -> n2.sees("n3", MemberState.DEAD)));
    }
  }
}
