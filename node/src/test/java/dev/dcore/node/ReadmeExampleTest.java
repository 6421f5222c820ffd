package dev.dcore.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.cluster.Phase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README shows what is between the markers; this keeps it compiling and true.
class ReadmeExampleTest {
  @TempDir private Path directory;

  @Test
  void theExampleOfTheReadmeRuns() throws Exception {
    // readme:begin
    try (Node node = Node.builder().name("n1").dataDirectory(directory).start()) {
      node.awaitUp(Duration.ofSeconds(10));
      node.subscribe(change -> System.out.println(change));
      node.members().forEach(member -> System.out.println(member.name() + " " + member.state()));
    }
    // readme:end
    try (Node again = Node.builder().name("n1").dataDirectory(directory).start()) {
      assertEquals(Phase.UP, again.awaitUp(Duration.ofSeconds(10)).phase());
    }
  }
}
