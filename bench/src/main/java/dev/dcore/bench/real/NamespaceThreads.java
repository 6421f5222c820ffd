package dev.dcore.bench.real;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Threads that are in a network namespace, while the rest of the process is where it was: a socket
/// belongs to the namespace of the thread that opens it, and any thread may use it (setns(2)).
final class NamespaceThreads implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int CLONE_NEWNET = 0x4000_0000;

  /// Opening sockets on one machine takes no time, unless who listens is frozen.
  private static final int CALL_SECONDS_MAX = 30;

  /// So many wait for an answer at once.
  private static final int THREADS = 16;

  private final String name;
  private final ExecutorService threads;

  NamespaceThreads(String name) {
    this.name = name;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("in-" + name)
                    .unstarted(
                        () -> {
                          enter("/run/netns/" + name);
                          task.run();
                        }));
  }

  <T> T call(Callable<T> work) throws RealFailed {
    try {
      return threads.submit(work).get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RealFailed(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new RealFailed("nothing answers in the namespace " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RealFailed("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  // Only for benchmarks and tests; the launcher and the tests' JVMs allow native access.
  @SuppressWarnings("restricted")
  private static void enter(String file) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle open =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      MethodHandle setns =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setns"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      MethodHandle close =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      MemorySegment path = arena.allocateFrom(file);
      int descriptor = (int) open.invokeExact(path, O_RDONLY);
      int done = (int) setns.invokeExact(descriptor, CLONE_NEWNET);
      int closed = (int) close.invokeExact(descriptor);
      if (descriptor < 0 || done != 0 || closed != 0) {
        throw new IllegalStateException("a thread cannot enter the namespace " + file);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("a thread cannot enter the namespace " + file, e);
    }
  }
}
