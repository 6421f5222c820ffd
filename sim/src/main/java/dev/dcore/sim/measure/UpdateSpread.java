package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.Tag;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.transport.LinkProfile;
import dev.dcore.sim.transport.NetworkTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// How soon an update of one node's metadata is known by all, and how often it is sent for that.
///
/// A claim travels as the bytes that its owner wrote, so what carries the update holds these bytes
/// ([CarriedClaim]): a datagram when it is sent as a rumor, a frame of a stream when views are
/// reconciled. Who is suspected meanwhile and refutes that makes another claim with the same
/// metadata, which is another rumor and not counted.
public final class UpdateSpread {
  /// What never happened before the limit.
  public static final long NEVER = Long.MAX_VALUE;

  /// After all know, so long for the rumor to end before it is counted.
  private static final long REST_NANOS = Duration.ofSeconds(4).toNanos();

  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

  /// One update.
  ///
  /// @param allKnowNanos from the update until all knew it, or [#NEVER]
  /// @param sendsMean datagrams that carried it, for each node
  /// @param sendsMax the most that one node sent
  /// @param reconciled frames of streams that carried it, of all nodes
  public record Sample(long allKnowNanos, double sendsMean, int sendsMax, long reconciled) {}

  private final MeasuredCluster cluster;
  private final double loss;

  public UpdateSpread(MeasuredCluster cluster) {
    this(cluster, 0);
  }

  /// @param loss which share of datagrams is lost, from each update until all know it
  public UpdateSpread(MeasuredCluster cluster, double loss) {
    this.cluster = cluster;
    this.loss = loss;
  }

  /// One update after the other, each by a node of its own.
  public List<Sample> run(int updates) {
    Choice owner = cluster.choices("update").choice("owner");
    List<SimProcess> processes = cluster.simulation().processes();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < updates; i++) {
      samples.add(update(processes.get(owner.below(processes.size())), i));
    }
    return samples;
  }

  private Sample update(SimProcess owner, int number) {
    LinkProfile usual = cluster.simulation().network().profile();
    Watched watched = new Watched(owner, "update-" + number + ".");
    cluster.watch().listen(watched);
    cluster.simulation().network().tap(watched);
    cluster.loss(Math.max(loss, usual.loss()));
    owner.command(
        new Command.SetMetadata(new Metadata(List.of(new Tag("measured", watched.value)))));
    long limit = cluster.now() + LIMIT_NANOS;
    while (watched.allKnow == NEVER && cluster.now() < limit) {
      cluster.simulation().runFor(LOOK_NANOS);
    }
    cluster.simulation().network().profile(usual);
    cluster.simulation().runFor(REST_NANOS);
    cluster.simulation().network().tap(NetworkTap.NONE);
    cluster.watch().unlisten(watched);
    return watched.sample();
  }

  private final class Watched implements ViewWatch.Listener, NetworkTap {
    private final String value;
    private final CarriedClaim claim;
    private final int subject;
    private final long beganNanos = cluster.now();
    private final BitSet unaware = cluster.running();
    private final int nodes = unaware.cardinality();
    private final int[] sends = new int[cluster.simulation().processes().size()];
    private long allKnow = NEVER;
    private long reconciled;

    /// @param value ends in what no longer number has
    Watched(SimProcess owner, String value) {
      this.value = value;
      this.claim =
          new CarriedClaim(Invariant.present(cluster.watch().id(owner.index()), "it runs"), value);
      this.subject = owner.index();
    }

    Sample sample() {
      long sum = 0;
      int max = 0;
      for (int each : sends) {
        sum += each;
        max = Math.max(max, each);
      }
      return new Sample(allKnow, (double) sum / nodes, max, reconciled);
    }

    @Override
    public void changed(SimProcess observer, int about, MemberEvent event) {
      if (about != subject || !unaware.get(observer.index())) {
        return;
      }
      List<Tag> tags = event.member().metadata().tags();
      if (!tags.isEmpty() && tags.getFirst().value().equals(value)) {
        unaware.clear(observer.index());
        if (unaware.isEmpty()) {
          allKnow = cluster.now() - beganNanos;
        }
      }
    }

    @Override
    public void datagram(int from, byte[] frame) {
      if (claim.isIn(frame)) {
        sends[from]++;
      }
    }

    @Override
    public void streamFrame(int from, int to, byte[] frame) {
      if (claim.isIn(frame)) {
        reconciled++;
      }
    }
  }
}
