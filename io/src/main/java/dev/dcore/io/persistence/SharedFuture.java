package dev.dcore.io.persistence;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the records of one batch wait for. Many hold it, so only the log can complete it.
final class SharedFuture extends CompletableFuture<Void> {
  private static final String NOT_YOURS = "only the log knows when a record is durable";

  void succeed() {
    super.complete(null);
  }

  void fail(Throwable why) {
    super.completeExceptionally(why);
  }

  @Override
  public boolean complete(@Nullable Void value) {
    throw new UnsupportedOperationException(NOT_YOURS);
  }

  @Override
  public boolean completeExceptionally(Throwable why) {
    throw new UnsupportedOperationException(NOT_YOURS);
  }

  @Override
  public CompletableFuture<Void> completeAsync(Supplier<? extends Void> value, Executor by) {
    throw new UnsupportedOperationException(NOT_YOURS);
  }

  @Override
  public CompletableFuture<Void> orTimeout(long time, TimeUnit unit) {
    return copy().orTimeout(time, unit);
  }

  @Override
  public CompletableFuture<Void> completeOnTimeout(@Nullable Void value, long time, TimeUnit unit) {
    return copy().completeOnTimeout(null, time, unit);
  }

  @Override
  public boolean cancel(boolean interrupt) {
    return false;
  }

  @Override
  public void obtrudeValue(@Nullable Void value) {
    throw new UnsupportedOperationException(NOT_YOURS);
  }

  @Override
  public void obtrudeException(Throwable why) {
    throw new UnsupportedOperationException(NOT_YOURS);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
