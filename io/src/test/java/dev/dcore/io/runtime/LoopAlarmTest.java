package dev.dcore.io.runtime;

import dev.dcore.io.RealTime;
import dev.dcore.io.transport.LoopThread;
import dev.dcore.kernel.contracts.AlarmContract;
import dev.dcore.kernel.contracts.AlarmHarness;
import dev.dcore.kernel.runtime.Alarm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The loop's timer does what every alarm does.
final class LoopAlarmTest extends AlarmContract {
  @Override
  protected AlarmHarness harness() {
    return new RealAlarm();
  }

  private static final class RealAlarm implements AlarmHarness {
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
    public boolean await(BooleanSupplier condition) {
      return RealTime.await(condition);
    }

    @Override
    public void pass(Duration time) {
      RealTime.pass(time);
    }

    @Override
    public void close() {
      thread.stop();
    }
  }
}
