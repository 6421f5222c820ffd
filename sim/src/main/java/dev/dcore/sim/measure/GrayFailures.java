package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.stable.StableMember;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.transport.SimNetwork;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Nodes that neither work nor are dead, and what becomes of them in the stable view (as in Suresh
/// et al., "Stable and consistent membership at scale with Rapid", ATC 2018, section 7). All others
/// are healthy: nothing is lost or cut between them.
public final class GrayFailures {
  /// How long it is watched after the failure began.
  private static final long WATCHED_NANOS = Duration.ofMinutes(2).toNanos();

  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
  private static final long FLAP_NANOS = Duration.ofSeconds(20).toNanos();
  private static final double LOSS = 0.8;

  /// What is gray.
  public enum Kind {
    /// Nothing that others send reaches it; what it sends reaches them.
    ONE_WAY_CUT,
    /// The same for 20 s, then nothing for 20 s, and so on.
    FLAPPING,
    /// 80 of 100 datagrams to it are lost, and as many segments of streams.
    LOSS
  }

  /// What became of it.
  ///
  /// @param goneNanos until all healthy nodes held a stable view without any that is gray; empty
  ///   when that did not come
  /// @param views how many followed the one before the failure
  /// @param healthyRemoved healthy nodes that some view of a healthy node lacked
  public record Result(OptionalLong goneNanos, long views, int healthyRemoved) {}

  private final MeasuredCluster cluster;
  private final Watched watched = new Watched();

  /// To be made before the cluster starts.
  public GrayFailures(MeasuredCluster cluster) {
    this.cluster = cluster;
    cluster.watch().listen(watched);
  }

  /// Lets time pass until all hold one stable view of all.
  ///
  /// @return whether that came before the limit
  public boolean settle(long limitNanos) {
    long until = cluster.now() + limitNanos;
    while (!watched.allIn()) {
      if (cluster.now() >= until) {
        return false;
      }
      cluster.simulation().runFor(LOOK_NANOS);
    }
    return true;
  }

  /// @param count how many become gray, all at once
  public Result run(Kind kind, int count) {
    BitSet gray = pick(kind, count);
    long before = watched.number();
    watched.begin(gray);
    long began = cluster.now();
    strike(kind, gray);
    OptionalLong gone = OptionalLong.empty();
    while (cluster.now() - began < WATCHED_NANOS) {
      cluster.simulation().runFor(LOOK_NANOS);
      if (gone.isEmpty() && watched.withoutGray()) {
        gone = OptionalLong.of(cluster.now() - began);
      }
    }
    return new Result(gone, watched.number() - before, watched.removed.size());
  }

  private BitSet pick(Kind kind, int count) {
    Choice member = cluster.choices("gray-" + kind).choice("member");
    BitSet gray = new BitSet();
    while (gray.cardinality() < count) {
      gray.set(member.below(cluster.simulation().processes().size()));
    }
    return gray;
  }

  private void strike(Kind kind, BitSet gray) {
    SimNetwork network = cluster.simulation().network();
    switch (kind) {
      case ONE_WAY_CUT -> inbound(gray, network::cut);
      case LOSS -> gray.stream().forEach(index -> network.lossTo(index, LOSS));
      case FLAPPING -> flap(gray, true);
    }
  }

  private void flap(BitSet gray, boolean cut) {
    SimNetwork network = cluster.simulation().network();
    inbound(gray, cut ? network::cut : network::heal);
    cluster.simulation().queue().in(FLAP_NANOS, () -> flap(gray, !cut));
  }

  private interface Link {
    void change(int from, int to);
  }

  private void inbound(BitSet gray, Link what) {
    for (SimProcess from : cluster.simulation().processes()) {
      gray.stream().filter(to -> to != from.index()).forEach(to -> what.change(from.index(), to));
    }
  }

  private final class Watched implements ViewWatch.Listener {
    private final Map<SimProcess, StableView> views = new LinkedHashMap<>();
    private final Set<NodeId> removed = new LinkedHashSet<>();
    private final Set<NodeId> grayIds = new LinkedHashSet<>();
    private BitSet gray = new BitSet();
    private boolean began;
    private long seenDigest;

    void begin(BitSet chosen) {
      gray = chosen;
      gray.stream().forEach(index -> grayIds.add(told(index)));
      began = true;
    }

    private NodeId told(int index) {
      return Invariant.present(cluster.watch().id(index), "all told of themselves by now");
    }

    boolean allIn() {
      int all = cluster.simulation().processes().size();
      return views.size() == all
          && views.values().stream().allMatch(view -> view.size() == all)
          && views.values().stream().mapToLong(StableView::digest).distinct().count() == 1;
    }

    /// The highest that a healthy node holds.
    long number() {
      return views.entrySet().stream()
          .filter(each -> !gray.get(each.getKey().index()))
          .mapToLong(each -> each.getValue().number())
          .max()
          .orElse(0);
    }

    boolean withoutGray() {
      for (Map.Entry<SimProcess, StableView> each : views.entrySet()) {
        if (!gray.get(each.getKey().index()) && holdsGray(each.getValue())) {
          return false;
        }
      }
      return true;
    }

    private boolean holdsGray(StableView view) {
      return view.members().stream().anyMatch(member -> grayIds.contains(member.id()));
    }

    @Override
    public void changed(SimProcess observer, int subject, MemberEvent event) {}

    @Override
    public void viewed(SimProcess observer, StableView view) {
      views.put(observer, view);
      if (began && !gray.get(observer.index()) && view.digest() != seenDigest) {
        seenDigest = view.digest();
        Set<NodeId> members = new LinkedHashSet<>();
        view.members().stream().map(StableMember::id).forEach(members::add);
        List<SimProcess> processes = cluster.simulation().processes();
        for (SimProcess process : processes) {
          NodeId id = told(process.index());
          if (!gray.get(process.index()) && !members.contains(id)) {
            removed.add(id);
          }
        }
      }
    }
  }
}
