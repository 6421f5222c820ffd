package dev.dcore.sim.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/// Runs many seeds, each on one thread, several at a time. A run shares nothing with another, so
/// the results are the same whatever the number of threads.
public final class ParallelSeeds {
  private ParallelSeeds() {}

  /// On all cores.
  ///
  /// @param run what to do with one seed; what it throws is thrown here, once all have ended
  /// @return the results in the order of the seeds
  public static <T> List<T> run(List<Long> seeds, LongFunction<T> run) {
    int cores = Runtime.getRuntime().availableProcessors();
    List<Future<T>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(cores)) {
      for (long seed : seeds) {
        futures.add(executor.submit(() -> run.apply(seed)));
      }
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(join(future));
    }
    return results;
  }

  /// `first`, `first + 1`, and so on.
  public static List<Long> range(long first, int count) {
    List<Long> seeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seeds.add(first + i);
    }
    return seeds;
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while seeds ran", e);
    }
  }
}
