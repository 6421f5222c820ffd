package dev.dcore.io.runtime;

import dev.dcore.io.RealWorld;
import dev.dcore.io.transport.LoopThread;
import dev.dcore.kernel.contracts.AlarmContract;
import dev.dcore.kernel.contracts.AlarmHarness;
import dev.dcore.kernel.runtime.Alarm;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The loop's timer does what every alarm does.
final class LoopAlarmTest extends AlarmContract {
  @Override
  protected AlarmHarness harness() {
    return new RealAlarm();
  }

  private static final class RealAlarm extends RealWorld implements AlarmHarness {
    private final LoopThread thread = LoopThread.start("alarm");
    private final List<Long> wakes = new CopyOnWriteArrayList<>();
    private final LoopAlarm alarm =
        new LoopAlarm(thread.loop(), () -> wakes.add(MonotonicClock.nowNanos()));

    @Override
    public long nowNanos() {
      return MonotonicClock.nowNanos();
    }

    @Override
    public void onLoop(Consumer<Alarm> action) {
      thread.loop().submit(() -> action.accept(alarm)).syncUninterruptibly();
    }

    @Override
    public List<Long> wakes() {
      return List.copyOf(wakes);
    }

    @Override
    public void close() {
      thread.stop();
    }
  }
}
