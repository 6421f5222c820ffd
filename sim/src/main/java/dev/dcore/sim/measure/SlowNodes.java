package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.transport.Address;
import dev.dcore.sim.runtime.SimProcess;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// Lifeguard's interval experiment (arXiv 1707.00788, section V): some members handle no message
/// for a while, all together, then go on, and so on. Their timers go on meanwhile: what such a
/// member sends and what it is sent waits. (A process that stands still altogether sees by its
/// timers that it did, so that it is easier to be right about.)
public final class SlowNodes {
  /// One point of the grid.
  ///
  /// @param members how many are slow (C)
  /// @param blockedNanos how long they handle no message (D)
  /// @param runningNanos how long they do before they stop again (I)
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
      each(slow, cluster.simulation().network()::holdMessages);
      cluster.simulation().runFor(point.blockedNanos);
      each(slow, cluster.simulation().network()::releaseMessages);
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

  private void each(BitSet slow, Consumer<Address> what) {
    List<SimProcess> processes = cluster.simulation().processes();
    slow.stream().forEach(index -> what.accept(processes.get(index).address()));
  }
}
