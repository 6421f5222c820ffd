package dev.dcore.bench.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// When the members of a namespace have their ports.
public final class Bound {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int HEX = 16;

  private Bound() {}

  /// Waits until the first so many member ports are taken, for datagrams.
  ///
  /// @param pid of any process in the namespace
  /// @return when, by `System.nanoTime()`
  public static long await(long pid, int members) throws RealFailed {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Set<Integer> ports = ports(pid);
      boolean all = true;
      for (int i = 1; i <= members; i++) {
        all &= ports.contains(RealCluster.MEMBER_PORT + i);
      }
      if (all) {
        return System.nanoTime();
      }
      if (System.nanoTime() > deadline) {
        throw new RealFailed("only " + ports.size() + " ports are bound");
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RealFailed("interrupted", e);
      }
    }
  }

  /// proc_net(5): the second column of a socket is HEX-ADDRESS:HEX-PORT.
  private static Set<Integer> ports(long pid) throws RealFailed {
    Set<Integer> ports = new HashSet<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", "udp"))) {
        String[] words = line.strip().split("\\s+", -1);
        int colon = words.length > 1 ? words[1].indexOf(':') : -1;
        if (colon > 0) {
          ports.add(Integer.parseInt(words[1].substring(colon + 1), HEX));
        }
      }
      return ports;
    } catch (IOException e) {
      throw new RealFailed("the process " + pid + " has ended", e);
    }
  }
}
