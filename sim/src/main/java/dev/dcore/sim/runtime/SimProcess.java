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
import dev.dcore.sim.time.Event;
import dev.dcore.sim.transport.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One simulated machine with one agent on it: the whole [NodeRuntime], as a real node runs it,
/// over ports of the simulation. It starts, crashes, loses its power, restarts on its disk, and
/// pauses.
public final class SimProcess {
  /// What a socket buffers for a process that does not read; datagrams above it are lost.
  private static final int WAITING_DATAGRAMS_MAX = 256;

  private final Simulation simulation;
  private final int index;
  private NodeConfig config;
  private final SimDisk disk;
  private final SimClock clock;
  private @Nullable Life life;
  private int starts;
  private long processingNanos;

  SimProcess(Simulation simulation, int index, NodeConfig config) {
    this.simulation = simulation;
    this.index = index;
    this.config = config;
    Choices choices = simulation.choices("world").of(config.settings().name());
    this.disk = new SimDisk(simulation.queue(), choices.of("disk"));
    // Monotonic clocks of two machines have nothing in common.
    this.clock = new SimClock(simulation.queue(), Mix.finish(simulation.seed() + index) >>> 12);
  }

  public int index() {
    return index;
  }

  public String name() {
    return config.settings().name();
  }

  public Address address() {
    return config.settings().address();
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

  /// What it was started with, or will be.
  public NodeConfig config() {
    return config;
  }

  /// What its machine's monotonic clock reads now.
  public long clockNanos() {
    return clock.nowNanos();
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
    clock.go();
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
    disk.kill();
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

  /// The whole machine stands still, its monotonic clock as well.
  public void suspend() {
    pause();
    clock.stop();
  }

  /// After [#pause] or [#suspend].
  public void resume() {
    Life resumed = current();
    clock.go();
    resumed.paused = false;
    resumed.ring();
  }

  /// From now on the machine's monotonic clock runs at this rate; 1 is right.
  public void clockRate(double rate) {
    clock.run(rate);
    if (life != null && !life.paused) {
      life.ring();
    }
  }

  /// Whether its clock is right.
  public boolean clockExact() {
    return clock.exact();
  }

  /// From now on each input costs so much time, and those that come meanwhile wait; 0 is none.
  public void slowDown(long nanosPerInput) {
    processingNanos = nanosPerInput;
    if (life != null) {
      life.costNanos = nanosPerInput;
    }
  }

  public boolean slow() {
    return processingNanos > 0;
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
    private final SimAlarm alarm = new SimAlarm(simulation.queue(), clock, this::ring);
    private final Event work = new Work(this);
    private final int number = index;
    private Phase phase = Phase.STARTING;
    private boolean alive = true;
    private boolean paused;
    private boolean stopping;
    private int waitingDatagrams;
    private long costNanos = processingNanos;

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
      this.runtime = new NodeRuntime(config, ports, choices, simulation::read, simulation.views());
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
      boolean datagram = event instanceof TransportEvent.DatagramReceived;
      if (datagram && waitingDatagrams >= WAITING_DATAGRAMS_MAX) {
        return;
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
      if (!paused && costNanos == 0 && waiting.isEmpty()) {
        take(input);
        return;
      }
      waitingDatagrams += isDatagram(input) ? 1 : 0;
      waiting.add(input);
      workSoon();
    }

    private void ring() {
      if (costNanos > 0) {
        workSoon();
      } else {
        work();
      }
    }

    /// The next input is done when its time was spent on it.
    private void workSoon() {
      if (!paused && !work.scheduled()) {
        simulation.queue().in(costNanos, work);
      }
    }

    /// Takes one input, or all that wait when it is not slow. A loop looks at its timers first.
    private void work() {
      if (!alive || paused) {
        return;
      }
      if (alarm.takeDue()) {
        take(new RuntimeInput.Woken());
      } else if (costNanos > 0) {
        takeWaiting();
      }
      while (alive && costNanos == 0 && !waiting.isEmpty()) {
        takeWaiting();
      }
      if (alive && !waiting.isEmpty()) {
        workSoon();
      }
    }

    private void takeWaiting() {
      RuntimeInput next = waiting.pollFirst();
      if (next != null) {
        waitingDatagrams -= isDatagram(next) ? 1 : 0;
        take(next);
      }
    }

    private void take(RuntimeInput input) {
      runtime.step(clock.nowNanos(), input);
      if (stopping && alive) {
        kill();
      }
    }

    private static boolean isDatagram(RuntimeInput input) {
      return input instanceof RuntimeInput.Network(TransportEvent.DatagramReceived _);
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

  /// A slow process has spent its time on an input.
  private static final class Work extends Event {
    private final Life life;

    Work(Life life) {
      this.life = life;
    }

    @Override
    protected void run() {
      life.work();
    }
  }
}
