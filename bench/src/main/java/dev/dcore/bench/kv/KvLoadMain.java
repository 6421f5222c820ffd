package dev.dcore.bench.kv;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// The one process that loads a store, a JVM of its own for each, so that what one client makes the
/// compiler assume costs no other. It does what it reads, one line at a time, and answers each with
/// a line; it ends with what it reads from.
///
/// ```
/// fill OUTSTANDING WRITES KEYS BYTES    writes the keys in turn
/// write OUTSTANDING MILLIS              writes random keys
/// read OUTSTANDING MILLIS               reads random keys
/// failover                              begins to write every few milliseconds; answers at once
/// killed NANOS                          when the first write begun after this moment had succeeded
/// ```
public final class KvLoadMain {
  private static final Duration FILL_MAX = Duration.ofMinutes(10);

  private final KvClient client;
  private final KvRecords records = new KvRecords();
  private final Failover failover;

  private KvLoadMain(KvClient client) {
    this.client = client;
    this.failover = new Failover(client, records);
  }

  /// @param arguments the kind, then the servers
  public static void main(String[] arguments) throws Exception {
    KvKind kind = KvKind.valueOf(arguments[0]);
    List<String> servers = List.of(Arrays.copyOfRange(arguments, 1, arguments.length));
    KvLoadMain main = new KvLoadMain(kind.client(servers));
    KvProcess.serve(line -> main.answer(line.split(" ", -1)));
  }

  private String answer(String[] words) throws InterruptedException {
    return switch (words[0]) {
      case "fill" ->
          KvLoad.fill(
                  client,
                  records,
                  Integer.parseInt(words[1]),
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  Integer.parseInt(words[4]),
                  FILL_MAX.toNanos())
              .line();
      case "write", "read" ->
          KvLoad.run(
                  client,
                  records,
                  KvLoad.Kind.of(words[0]),
                  Integer.parseInt(words[1]),
                  Duration.ofMillis(Long.parseLong(words[2])).toNanos())
              .line();
      case "failover" -> failover.begin();
      case "killed" -> failover.end(Long.parseLong(words[1]));
      default -> "error: what is " + words[0] + "?";
    };
  }
}
