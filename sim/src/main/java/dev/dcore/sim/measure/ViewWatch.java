package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows what every process believes of every other, by the events that it delivers, in so little
/// memory and time that ten thousand processes can be watched.
final class ViewWatch implements Observer {
  /// Hears of each change of each view.
  interface Listener {
    void changed(SimProcess observer, int subject, MemberEvent event);

    /// The process holds another stable view.
    default void viewed(SimProcess observer, StableView view) {}

    /// The process ended; it will deliver nothing more.
    default void stopped(SimProcess process) {}
  }

  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<SimProcess> processes;
  private final List<Listener> listeners = new ArrayList<>();

  /// At `[observer][subject]` a hash of what is believed; 0 when it does not take part.
  private int[][] believed = new int[0][];

  /// Of each observer's beliefs together, whatever their order.
  private long[] digests = new long[0];

  private int[] sizes = new int[0];
  private @Nullable NodeId[] ids = new NodeId[0];

  /// @param processes all that there will be
  ViewWatch(List<SimProcess> processes) {
    this.processes = processes;
  }

  /// To be called once all processes are there.
  void begin() {
    int count = processes.size();
    processes.forEach(process -> indexes.put(process.name(), process.index()));
    believed = new int[count][];
    digests = new long[count];
    sizes = new int[count];
    ids = new NodeId[count];
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  /// Of this process, once it told of itself.
  @Nullable NodeId id(int index) {
    return ids[index];
  }

  /// Whether this observer sees the subject take part.
  boolean sees(int observer, int subject) {
    int[] row = believed[observer];
    return row != null && row[subject] != 0;
  }

  /// Whether all who run hold one view, with all who run in it and nobody else.
  boolean oneView() {
    int running = 0;
    long digest = 0;
    for (SimProcess process : processes) {
      if (process.running()) {
        if (running++ == 0) {
          digest = digests[process.index()];
        } else if (digest != digests[process.index()]) {
          return false;
        }
      }
    }
    for (SimProcess process : processes) {
      if (process.running() && sizes[process.index()] != running) {
        return false;
      }
    }
    return running > 0;
  }

  @Override
  public void started(SimProcess process) {
    int index = process.index();
    if (believed[index] == null) {
      believed[index] = new int[processes.size()];
    }
    Arrays.fill(believed[index], 0);
    digests[index] = 0;
    sizes[index] = 0;
  }

  @Override
  public void stopped(SimProcess process) {
    List.copyOf(listeners).forEach(listener -> listener.stopped(process));
  }

  @Override
  public void delivered(SimProcess process, Delivery delivery) {
    if (delivery instanceof Delivery.StableViewChanged(StableView view, boolean _)) {
      listeners.forEach(listener -> listener.viewed(process, view));
      return;
    }
    if (!(delivery instanceof Delivery.MemberChanged(MemberEvent event))
        || event.kind() == MemberEvent.Kind.REPLACED) {
      return;
    }
    Integer subject = indexes.get(event.member().name());
    if (subject == null) {
      return;
    }
    if (subject == process.index()) {
      ids[subject] = event.member().id();
    }
    replace(process.index(), subject, hash(subject, event.member()));
    for (int i = listeners.size() - 1; i >= 0; i--) {
      listeners.get(i).changed(process, subject, event);
    }
  }

  private void replace(int observer, int subject, int next) {
    int before = believed[observer][subject];
    believed[observer][subject] = next;
    digests[observer] ^= spread(before) ^ spread(next);
    sizes[observer] += (next == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
  }

  private static long spread(int hash) {
    return hash == 0 ? 0 : Mix.finish(hash);
  }

  private static int hash(int subject, Member member) {
    if (!member.state().participates()) {
      return 0;
    }
    long mixed = Mix.combine(member.incarnation() ^ ((long) subject << 53), member.alive() ? 1 : 2);
    return (int) mixed | 1;
  }
}
