package dev.dcore.bench.real;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many things done at the same moment, each on a thread of its own.
final class Together {
  private Together() {}

  /// Returns when all are done.
  ///
  /// @return when they began, by `System.nanoTime()`
  static long run(List<Callable<Void>> all) throws RealFailed, InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (Callable<Void> each : all) {
        running.add(
            threads.submit(
                () -> {
                  gate.await();
                  return each.call();
                }));
      }
      long began = System.nanoTime();
      gate.countDown();
      for (Future<Void> each : running) {
        each.get();
      }
      return began;
    } catch (ExecutionException e) {
      throw new RealFailed(String.valueOf(e.getCause()), e);
    }
  }
}
