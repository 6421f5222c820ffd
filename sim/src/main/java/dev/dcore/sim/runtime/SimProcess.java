package dev.dcore.sim.runtime;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.Tracer;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.runtime.NodeRuntime;
import dev.dcore.kernel.runtime.Ports;
import dev.dcore.kernel.runtime.RuntimeInput;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.TransportEvent;
import dev.dcore.sim.persistence.SimDisk;
import dev.dcore.sim.transport.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One simulated machine with one agent on it: the whole [NodeRuntime], as a real node runs it,
/// over ports of the simulation. It starts, crashes, loses its power, restarts on its disk, and
/// pauses.
public final class SimProcess {
  /// What a socket buffers for a process that does not read; datagrams above it are lost.
  private static final int PAUSED_DATAGRAMS_MAX = 256;

  private final Simulation simulation;
  private final int index;
  private NodeConfig config;
  private final SimDisk disk;
  private final long clockOffsetNanos;
  private @Nullable Life life;
  private int starts;

  SimProcess(Simulation simulation, int index, NodeConfig config) {
    this.simulation = simulation;
    this.index = index;
    this.config = config;
    Choices choices = simulation.choices("world").of(config.settings().name());
    this.disk = new SimDisk(simulation.queue(), choices.of("disk"));
    // Monotonic clocks of two machines have nothing in common.
    this.clockOffsetNanos = Mix.finish(simulation.seed() + index) >>> 12;
  }

  public int index() {
    return index;
  }

  public String name() {
    return config.settings().name();
  }

  public SimDisk disk() {
    return disk;
  }

  /// How often it was started; its boot number, unless a start was cut short.
  public int starts() {
    return starts;
  }

  public boolean running() {
    return life != null;
  }

  public boolean paused() {
    Life current = life;
    return current != null && current.paused;
  }

  /// The runtime's last phase; `DOWN` when there is no process.
  public Phase phase() {
    Life current = life;
    return current == null ? Phase.DOWN : current.phase;
  }

  /// What it is started with from now on, under the same name.
  public void configure(NodeConfig next) {
    Invariant.check(life == null, name() + " runs with what it was started with");
    Invariant.check(next.settings().name().equals(name()), "a machine keeps its name");
    config = next;
  }

  public void start() {
    Invariant.check(life == null, name() + " runs already");
    starts++;
    simulation.network().powerOn(index);
    Life started = new Life();
    life = started;
    simulation.observer().started(this);
    started.input(new RuntimeInput.Start());
  }

  /// The process is killed; its system lives on and closes its sockets.
  public void kill() {
    Life ended = end();
    simulation.network().reset(ended);
    disk.crash();
  }

  /// The machine loses its power: nobody is told, and what was not synced may be lost.
  public void losePower() {
    end();
    simulation.network().powerOff(index);
    disk.losePower();
  }

  /// The process stops running without knowing, as in a long garbage collection.
  public void pause() {
    current().paused = true;
  }

  public void resume() {
    Life resumed = current();
    resumed.paused = false;
    resumed.drain();
  }

  public void command(Command command) {
    current().input(new RuntimeInput.Asked(command));
  }

  private Life current() {
    return Invariant.present(life, name() + " does not run");
  }

  private Life end() {
    Life ended = current();
    life = null;
    ended.alive = false;
    ended.alarm.wakeAt(Long.MAX_VALUE);
    simulation.observer().stopped(this);
    return ended;
  }

  /// From one start to the crash that ends it.
  private final class Life implements Endpoint, Tracer {
    private final NodeRuntime runtime;
    private final Deque<RuntimeInput> waiting = new ArrayDeque<>();
    private final SimAlarm alarm =
        new SimAlarm(
            simulation.queue(),
            clockOffsetNanos,
            this::awake,
            () -> input(new RuntimeInput.Woken()));
    private final int number = index;
    private Phase phase = Phase.STARTING;
    private boolean alive = true;
    private boolean paused;
    private boolean stopping;
    private int waitingDatagrams;

    Life() {
      Choices choices = simulation.choices(name()).of("start-" + starts);
      Ports ports =
          new Ports(
              simulation.network().open(this),
              disk.open(this::onDisk),
              alarm,
              choices.choice("entropy")::bits,
              this,
              this::onDelivery);
      this.runtime = new NodeRuntime(config, ports, choices, simulation::read);
    }

    @Override
    public Address address() {
      return config.settings().address();
    }

    @Override
    public int index() {
      return number;
    }

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public void receive(TransportEvent event) {
      if (paused && event instanceof TransportEvent.DatagramReceived) {
        if (waitingDatagrams >= PAUSED_DATAGRAMS_MAX) {
          return;
        }
        waitingDatagrams++;
      }
      input(new RuntimeInput.Network(event));
    }

    @Override
    public void trace(long nowNanos, TraceEvent event) {
      simulation.trace(SimProcess.this, event);
    }

    @Override
    public boolean wants(TraceEvent.Level level) {
      return simulation.observer().wants(level);
    }

    void input(RuntimeInput input) {
      if (paused) {
        waiting.add(input);
        return;
      }
      runtime.step(alarm.nowNanos(), input);
      if (stopping && alive) {
        kill();
      }
    }

    void drain() {
      waitingDatagrams = 0;
      // A loop that wakes looks at its timers first.
      alarm.look();
      while (alive && !paused && !waiting.isEmpty()) {
        input(waiting.removeFirst());
      }
    }

    private boolean awake() {
      return alive && !paused;
    }

    private void onDisk(DiskEvent event) {
      if (alive) {
        input(new RuntimeInput.Storage(event));
      }
    }

    private void onDelivery(Delivery delivery) {
      if (delivery instanceof Delivery.PhaseChanged(Phase next, String _)) {
        phase = next;
        stopping |= next == Phase.DOWN;
      }
      stopping |= delivery instanceof Delivery.Failed;
      simulation.observer().delivered(SimProcess.this, delivery);
    }
  }
}
