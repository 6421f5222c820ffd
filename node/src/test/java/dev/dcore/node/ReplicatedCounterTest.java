package dev.dcore.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.store.StateHistory;
import dev.dcore.kernel.store.StateMachine;
import dev.dcore.kernel.store.StateReader;
import dev.dcore.kernel.store.StateWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A state machine of a user's own, replicated by three nodes; the README shows what is between the
/// markers.
class ReplicatedCounterTest {
  // readme:begin
  static final class Counter implements StateMachine {
    @Override
    public byte[] apply(byte[] command, StateWriter state) {
      byte[] sum = bytes(number(state.get(new byte[] {'n'})) + number(command));
      state.put(new byte[] {'n'}, sum);
      return sum;
    }

    @Override
    public byte[] query(byte[] query, StateHistory state) {
      return bytes(number(state.get(new byte[] {'n'})));
    }

    @Override
    public String refusal(byte[] command, StateReader state) {
      return command.length == Long.BYTES ? "" : "a command is a number";
    }
  }

  // readme:end

  @TempDir private Path directory;

  @Test
  void threeNodesCountTogether() throws Exception {
    String[] voters = new String[3];
    for (int i = 0; i < voters.length; i++) {
      voters[i] = Node.identity(directory.resolve("n" + i)).toString();
    }
    List<Node> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < voters.length; i++) {
        String[] seeds =
            i == 0 ? new String[0] : new String[] {nodes.getFirst().address().toString()};
        // readme:begin
        Node node =
            Node.builder()
                .name("n" + i)
                .dataDirectory(directory.resolve("n" + i))
                .seeds(seeds)
                .voters(voters)
                .stateMachine(new Counter())
                .start();
        // readme:end
        nodes.add(node.awaitUp(Duration.ofSeconds(10)));
      }
      for (int i = 1; i <= 5; i++) {
        Node node = nodes.get(i % 3);
        // readme:begin
        byte[] sum = node.group().orElseThrow().submit(bytes(1)).join();
        // readme:end
        assertEquals(i, number(sum));
      }
      nodes.getFirst().halt();

      byte[] sum =
          nodes
              .getLast()
              .group()
              .orElseThrow()
              .ask(new byte[0], ReadLevel.LINEARIZABLE)
              .get(10, TimeUnit.SECONDS);
      assertEquals(5, number(sum));
    } finally {
      nodes.forEach(Node::close);
    }
  }

  private static long number(byte[] value) {
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
