package dev.dcore.kernel.contracts;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of the network under test. It stands where a node stands: it records what its transport
/// tells it, and says `consumed` to each frame at once, unless it is stalled.
///
/// Events come on the endpoint's loop, questions from the test's thread, so its state is guarded.
public final class TransportEndpoint {
  private final Consumer<Runnable> loop;
  private final Runnable crash;
  private final List<TransportEvent> events = new ArrayList<>();
  private final List<TransportEvent.StreamReceived> unconsumed = new ArrayList<>();
  private @Nullable Transport transport;
  private @Nullable Address address;
  private boolean stalled;

  /// @param loop runs something on the endpoint's loop and returns when it is done; what it throws
  ///   comes out. In a world of one thread this is `Runnable::run`.
  /// @param crash ends the endpoint as a killed process ends: its sockets are closed by the system
  public TransportEndpoint(Consumer<Runnable> loop, Runnable crash) {
    this.loop = loop;
    this.crash = crash;
  }

  /// Called once by the harness, before anything is delivered.
  public void attach(Address here, Transport port) {
    address = here;
    transport = port;
  }

  /// Where the transport's events go. Called on the loop.
  public synchronized void deliver(TransportEvent event) {
    events.add(event);
    if (event instanceof TransportEvent.StreamReceived received) {
      if (stalled) {
        unconsumed.add(received);
      } else {
        transport().consumed(received.inboundStream(), received.frame().length);
      }
    }
  }

  public Address address() {
    return Invariant.present(address, "the harness attaches an endpoint");
  }

  public void onLoop(Consumer<Transport> action) {
    loop.accept(() -> action.accept(transport()));
  }

  public void crash() {
    crash.run();
  }

  /// From now on frames are received and not consumed.
  public synchronized void stall() {
    stalled = true;
  }

  /// Consumes what was owed, and from now on each frame at once.
  public void resume() {
    onLoop(
        port -> {
          List<TransportEvent.StreamReceived> owed;
          synchronized (this) {
            stalled = false;
            owed = List.copyOf(unconsumed);
            unconsumed.clear();
          }
          owed.forEach(frame -> port.consumed(frame.inboundStream(), frame.frame().length));
        });
  }

  /// All events so far.
  public synchronized List<TransportEvent> events() {
    return List.copyOf(events);
  }

  public synchronized int eventCount() {
    return events.size();
  }

  /// The events of one kind so far.
  public <T extends TransportEvent> List<T> events(Class<T> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The stream frames that were received so far.
  public List<byte[]> frames() {
    return events(TransportEvent.StreamReceived.class).stream()
        .map(TransportEvent.StreamReceived::frame)
        .toList();
  }

  /// Their numbers, as [TestFrames] has them.
  public List<Long> numbers() {
    return frames().stream().map(TestFrames::number).toList();
  }

  public int frameCount() {
    return frames().size();
  }

  public int closedCount() {
    return events(TransportEvent.StreamClosed.class).size();
  }

  private Transport transport() {
    return Invariant.present(transport, "the harness attaches an endpoint");
  }
}
