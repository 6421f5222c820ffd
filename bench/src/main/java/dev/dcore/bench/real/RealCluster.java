package dev.dcore.bench.real;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A cluster of processes that report whom they see: [DcoreCluster] or [SerfCluster].
public sealed interface RealCluster extends AutoCloseable permits DcoreCluster, SerfCluster {
  /// Where members listen, one port each; what they send goes to or comes from one of these.
  int MEMBER_PORT = 7_000;

  /// Where those who ask are answered.
  int ADMIN_PORT = 8_000;

  /// So many have ports in the same namespace.
  int MEMBERS_MAX = 999;

  /// What kind it is, in a word.
  String kind();

  Board board();

  /// Of a member's process.
  long pid(String name);

  /// Sends a member's process a signal. Who is killed or stopped is no longer an observer.
  ///
  /// @param signal `KILL`, `STOP` or `CONT`
  void signal(String name, String signal) throws RealFailed;

  /// Starts all members, which join through the first, and watches them; they need not listen yet.
  void start() throws RealFailed, InterruptedException;

  /// The watch on the members begins again, and costs them a little. What goes wrong with it is
  /// said by the board.
  void watch();

  /// The watch ends.
  void unwatch();

  @Override
  void close();

  static List<String> names(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "n" + i).toList();
  }

  /// All but some.
  static List<String> without(List<String> names, List<String> some) {
    List<String> rest = new ArrayList<>(names);
    rest.removeAll(some);
    return rest;
  }

  /// Waits until all see all alive.
  ///
  /// @return when, by `System.nanoTime()`
  default long awaitAllSeeAll(List<String> names, Duration limit)
      throws RealFailed, InterruptedException {
    return board()
        .await("all see all alive", limit, () -> board().allSee(names, names, Seen.ALIVE));
  }
}
