package dev.dcore.sim.transport;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.sim.time.EventQueue;
import dev.dcore.sim.transport.Hosts.Host;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network of virtual links: each directed pair has its own delay; datagrams are lost, duplicated
/// and reordered; pairs are cut in one direction or both.
public final class SimNetwork {
  private final EventQueue queue;
  private final long linkKey;
  private final Choices choices;
  private final Hosts hosts = new Hosts();
  private final Map<Long, SimStream> streams = new LinkedHashMap<>();
  private final Map<Long, Integer> cuts = new LinkedHashMap<>();
  private final BitSet dark = new BitSet();
  private final List<BitSet> splits = new ArrayList<>();
  private LinkProfile profile = LinkProfile.CALM;
  private Places places = (_, _) -> -1;
  private final Counters counters = new Counters();
  private final Map<Integer, Double> losses = new LinkedHashMap<>();
  private NetworkTap tap = NetworkTap.NONE;
  private long nextStream = 1;

  /// What the network did, summed over all links.
  public static final class Counters {
    private long datagrams;
    private long streamFrames;
    private long bytes;
    private long lost;
    private long duplicated;
    private long reordered;
    private long cut;

    /// Datagrams handed to the network.
    public long datagrams() {
      return datagrams;
    }

    /// Stream frames delivered.
    public long streamFrames() {
      return streamFrames;
    }

    /// Bytes handed to the network, without headers of lower layers.
    public long bytes() {
      return bytes;
    }

    public long lost() {
      return lost;
    }

    public long duplicated() {
      return duplicated;
    }

    public long reordered() {
      return reordered;
    }

    /// Datagrams that a cut or a partition swallowed.
    public long cut() {
      return cut;
    }

    void countFrame(int size) {
      streamFrames++;
      bytes += size;
    }
  }

  /// @param seed gives every link its own delay
  public SimNetwork(EventQueue queue, long seed, Choices choices) {
    this.queue = queue;
    this.linkKey = Mix.combine(Mix.finish(seed), "links");
    this.choices = choices;
  }

  /// The port of one life of one process, which receives from now on what is sent to its address.
  public Transport open(Endpoint endpoint) {
    int life = hosts.open(endpoint).lives();
    Choices own = choices.of(endpoint.address().toString()).of("life-" + life);
    return new SimTransport(this, endpoint, own);
  }

  /// How all links behave from now on.
  public void profile(LinkProfile next) {
    profile = next;
  }

  public LinkProfile profile() {
    return profile;
  }

  /// So great a share of what is sent to this process is lost, if it is more than of all others; 0
  /// ends that.
  public void lossTo(int index, double share) {
    if (share > 0) {
      losses.put(index, share);
    } else {
      losses.remove(index);
    }
  }

  double loss(int to) {
    double usual = profile.loss();
    return losses.isEmpty() ? usual : Math.max(usual, losses.getOrDefault(to, 0.0));
  }

  /// Nothing passes from one to the other until it is healed as often as it was cut; the way back
  /// stays open.
  public void cut(int from, int to) {
    cuts.merge(pair(from, to), 1, Integer::sum);
  }

  public void heal(int from, int to) {
    cuts.computeIfPresent(pair(from, to), (pair, count) -> count == 1 ? null : count - 1);
  }

  /// Nothing passes between the processes of this set and all others, until it is rejoined.
  public void split(BitSet side) {
    splits.add(side);
  }

  public void rejoin(BitSet side) {
    splits.remove(side);
  }

  /// Ends all cuts and splits.
  public void healAll() {
    cuts.clear();
    splits.clear();
    losses.clear();
  }

  public boolean passes(int from, int to) {
    if (dark.get(from) || dark.get(to)) {
      return false;
    }
    for (BitSet side : splits) {
      if (side.get(from) != side.get(to)) {
        return false;
      }
    }
    return cuts.isEmpty() || !cuts.containsKey(pair(from, to));
  }

  public Counters counters() {
    return counters;
  }

  /// Who sees from now on all that is handed to the network.
  public void tap(NetworkTap next) {
    tap = next;
  }

  NetworkTap tap() {
    return tap;
  }

  EventQueue queue() {
    return queue;
  }

  /// Who listens there now, or null.
  @Nullable Endpoint at(Address address) {
    Host host = hosts.find(address);
    return host == null ? null : host.listener();
  }

  /// The index of who listens or listened there, or -1.
  int indexOf(Address address) {
    Host host = hosts.find(address);
    return host == null ? -1 : host.index();
  }

  long register(SimStream stream) {
    long id = nextStream++;
    streams.put(id, stream);
    return id;
  }

  void forget(SimStream stream) {
    streams.remove(stream.id());
  }

  @Nullable SimStream stream(long id) {
    return streams.get(id);
  }

  /// The process at this end is gone, and its system says so to all peers that it can reach, as for
  /// a killed process. Without this call they learn it from silence.
  public void reset(Endpoint gone) {
    for (SimStream stream : List.copyOf(streams.values())) {
      if (stream.from().equals(gone)) {
        stream.close("connection reset");
      } else if (gone.equals(stream.receiver())) {
        queue.in(
            profile.delayMinNanos(),
            () -> {
              if (passes(gone.index(), stream.from().index())) {
                stream.close("connection reset");
              }
            });
      }
    }
  }

  /// The machine has no power: nothing comes from it or reaches it, and nobody is told.
  public void powerOff(int index) {
    dark.set(index);
  }

  public void powerOn(int index) {
    dark.clear(index);
  }

  /// From now on the process at this address neither sends nor receives, though its timers go on:
  /// it handles messages too slowly. What it sends and what it is sent waits, as far as a socket
  /// has room.
  public void holdMessages(Address address) {
    Host host = Invariant.present(hosts.find(address), "somebody listens at " + address);
    if (host.held == null) {
      host.held = new Held();
    }
  }

  /// What waited goes on.
  public void releaseMessages(Address address) {
    Host host = Invariant.present(hosts.find(address), "somebody listens at " + address);
    Held held = host.held;
    host.held = null;
    if (held != null) {
      held.release();
    }
  }

  boolean holdsMessages(Address address) {
    Host host = hosts.find(address);
    return host != null && host.held != null;
  }

  void datagram(Endpoint from, Address to, byte[] frame, SimTransport.Draws draws) {
    Host sender = hosts.find(from.address());
    Held held = sender == null ? null : sender.held;
    if (held != null) {
      held.send(() -> datagram(from, to, frame, draws));
      return;
    }
    counters.datagrams++;
    counters.bytes += frame.length;
    tap.datagram(from.index(), frame);
    Host receiver = hosts.find(to);
    if (receiver == null) {
      return;
    }
    if (!passes(from.index(), receiver.index())) {
      counters.cut++;
      return;
    }
    if (draws.loss().chance(loss(receiver.index()))) {
      counters.lost++;
      return;
    }
    int copies = 1;
    if (draws.duplication().chance(profile.duplication())) {
      counters.duplicated++;
      copies = 2;
    }
    for (int copy = 0; copy < copies; copy++) {
      long delay = delayNanos(from.index(), receiver.index(), draws.jitter());
      if (draws.reordering().chance(profile.reordering())) {
        counters.reordered++;
        delay += draws.jitter().between(0, profile.reorderNanos());
      }
      queue.in(delay, new Datagram(from.address(), receiver, frame));
    }
  }

  /// Where the machines are: from now on a link's own delay, one way, comes from there, instead of
  /// from the seed, whose delays are those of no space.
  public void places(Places somewhere) {
    places = somewhere;
  }

  /// Where machines are.
  @FunctionalInterface
  public interface Places {
    /// How long a message takes from one to the other, besides what every link adds.
    ///
    /// @return in nanoseconds; negative for what the seed says
    long delayNanos(int from, int to);
  }

  long delayNanos(int from, int to, Choice jitter) {
    long placed = places.delayNanos(from, to);
    long own =
        placed >= 0
            ? placed
            : Math.unsignedMultiplyHigh(
                Mix.combine(linkKey, pair(from, to)), profile.delaySpreadNanos() + 1);
    return profile.delayMinNanos() + own + jitter.exponential(profile.jitterMeanNanos());
  }

  private static long pair(int from, int to) {
    return ((long) from << 32) | to;
  }
}
