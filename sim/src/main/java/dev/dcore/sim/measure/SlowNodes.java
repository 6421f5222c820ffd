package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.sim.runtime.SimProcess;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// Lifeguard's interval experiment (arXiv 1707.00788, section V.D): some members block together,
/// run together for a while, and so on. A blocked process neither sends nor reads; what it was sent
/// waits in its socket, as far as that has room.
public final class SlowNodes {
  /// One point of the grid.
  ///
  /// @param members how many are slow (C)
  /// @param blockedNanos how long they stand still (D)
  /// @param runningNanos how long they run before they stand still again (I)
  public record Point(int members, long blockedNanos, long runningNanos) {
    public static Point ofMillis(int members, long blocked, long running) {
      return new Point(
          members, Duration.ofMillis(blocked).toNanos(), Duration.ofMillis(running).toNanos());
    }
  }

  private final MeasuredCluster cluster;
  private final Point point;

  public SlowNodes(MeasuredCluster cluster, Point point) {
    this.cluster = cluster;
    this.point = point;
  }

  /// Goes through whole cycles until at least so much time has passed.
  public Mistakes run(long nanos) {
    BitSet slow = pick();
    Mistakes mistakes = new Mistakes(cluster, slow);
    long until = cluster.now() + nanos;
    while (cluster.now() < until) {
      each(slow, SimProcess::pause);
      cluster.simulation().runFor(point.blockedNanos);
      each(slow, SimProcess::resume);
      cluster.simulation().runFor(point.runningNanos);
    }
    mistakes.end();
    return mistakes;
  }

  private BitSet pick() {
    Choices choices = cluster.choices("slow-" + point);
    Choice member = choices.choice("member");
    BitSet slow = new BitSet();
    while (slow.cardinality() < point.members) {
      slow.set(member.below(cluster.simulation().processes().size()));
    }
    return slow;
  }

  private void each(BitSet slow, Consumer<SimProcess> what) {
    List<SimProcess> processes = cluster.simulation().processes();
    slow.stream().mapToObj(processes::get).forEach(what);
  }
}
