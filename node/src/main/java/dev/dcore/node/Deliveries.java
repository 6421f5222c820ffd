package dev.dcore.node;

import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.Outlet;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// Takes what the loop delivers to whom it is for, and never runs anything of theirs on the loop.
final class Deliveries implements Outlet {
  /// Where users' code runs.
  static final Executor CALLBACKS = task -> Thread.ofVirtual().name("dcore-callback").start(task);

  /// Some 256 bytes each, for a watcher that is behind by some seconds of a large cluster's
  /// changes.
  private static final int CHANGES_MAX = 1_024;

  private static final int CHANGE_BYTES = 256;

  /// Views change rarely, and each is whole.
  private static final int VIEWS_MAX = 64;

  /// Views of ten thousand members are kept as few.
  private static final int VIEWS_BYTES_MAX = 1 << 20;

  private static final int VIEW_MEMBER_BYTES = 32;

  private final Feed<MemberChange> changes =
      new Feed<>(CHANGES_MAX, (long) CHANGES_MAX * CHANGE_BYTES, Deliveries::size);
  private final Map<Long, CompletableFuture<Delivery>> asked = new ConcurrentHashMap<>();
  private final Map<Long, FeedWatch<MemberChange>> snapshots = new ConcurrentHashMap<>();
  private final Feed<StableView> stableViews =
      new Feed<>(VIEWS_MAX, VIEWS_BYTES_MAX, view -> VIEW_MEMBER_BYTES * view.members().size());
  private final AtomicLong nextTicket = new AtomicLong(1);
  private final CompletableFuture<Void> booted = new CompletableFuture<>();
  private final CompletableFuture<Void> up = new CompletableFuture<>();
  private final CompletableFuture<Void> down = new CompletableFuture<>();
  private volatile Phase phase = Phase.STARTING;
  private volatile String phaseDetail = "";
  private volatile boolean stopped;

  Phase phase() {
    return phase;
  }

  String phaseDetail() {
    return phaseDetail;
  }

  CompletableFuture<Void> booted() {
    return booted;
  }

  CompletableFuture<Void> up() {
    return up;
  }

  /// Fails with [NodeFailed] when the node stopped by itself.
  CompletableFuture<Void> down() {
    return down;
  }

  /// Sends a command that is answered once.
  ///
  /// @param loop whether it takes the command
  /// @return fails with `IllegalStateException` when the loop does not take it or stops before
  CompletableFuture<Delivery> ask(Predicate<Command> loop, LongFunction<Command> command) {
    CompletableFuture<Delivery> answer = new CompletableFuture<>();
    if (!send(loop, command, asked, answer)) {
      answer.completeExceptionally(
          new IllegalStateException("the node is stopped, or has too many commands to carry out"));
    }
    return answer;
  }

  Feed<StableView> stableViews() {
    return stableViews;
  }

  Watch<MemberChange> watch(Predicate<Command> loop) {
    return changes.watch(watch -> send(loop, Command.ListMembers::new, snapshots, watch));
  }

  @Override
  public void deliver(Delivery delivery) {
    switch (delivery) {
      case Delivery.MemberChanged(var event) ->
          changes.publish(new MemberChange.Changed(Instant.now(), event));
      case Delivery.PhaseChanged(Phase next, String detail) -> onPhase(next, detail);
      case Delivery.Members members -> {
        FeedWatch<MemberChange> watch = snapshots.remove(members.ticket());
        if (watch != null) {
          changes.resync(watch, new MemberChange.Resync(Instant.now(), members.members()));
        } else {
          answer(members.ticket(), members);
        }
      }
      case Delivery.StableViewChanged(StableView view, boolean _) -> stableViews.publish(view);
      case Delivery.Explained explained -> answer(explained.ticket(), explained);
      case Delivery.Drained drained -> answer(drained.ticket(), drained);
      case Delivery.ForcedToLeave forced -> answer(forced.ticket(), forced);
      case Delivery.Health health -> answer(health.ticket(), health);
      case Delivery.EventSent sent -> answer(sent.ticket(), sent);
      case Delivery.EventHappened(var event, String origin) ->
          changes.publish(new MemberChange.Told(Instant.now(), ClusterEvent.of(event, origin)));
      case Delivery.StoreAnswered answered -> answer(answered.ticket(), answered);
      case Delivery.GroupAnswered answered -> answer(answered.ticket(), answered);
      case Delivery.Completed completed -> answer(completed.ticket(), completed);
      case Delivery.LeaderChanged _ -> {}
      case Delivery.Surveyed surveyed -> answer(surveyed.ticket(), surveyed);
      case Delivery.Failed(String reason) -> onFailed(reason);
    }
  }

  /// The loop is gone: nobody will answer any more.
  void stop() {
    stopped = true;
    phase = Phase.DOWN;
    asked
        .values()
        .forEach(
            answer ->
                answer.completeExceptionally(new IllegalStateException("the node is stopped")));
    asked.clear();
    changes.stop();
    stableViews.stop();
    down.complete(null);
    up.completeExceptionally(new NodeFailed("the node is stopped"));
  }

  private void onPhase(Phase next, String detail) {
    phase = next;
    phaseDetail = detail;
    completeOffLoop(booted);
    if (next.compareTo(Phase.UP) >= 0) {
      completeOffLoop(up);
    }
    if (next == Phase.DOWN) {
      completeOffLoop(down);
    }
  }

  private void onFailed(String reason) {
    CALLBACKS.execute(
        () -> {
          NodeFailed failed = new NodeFailed(reason);
          booted.completeExceptionally(failed);
          up.completeExceptionally(failed);
          down.completeExceptionally(failed);
        });
  }

  private void answer(long ticket, Delivery delivery) {
    CompletableFuture<Delivery> waiting = asked.remove(ticket);
    if (waiting != null) {
      waiting.completeAsync(() -> delivery, CALLBACKS);
    }
  }

  /// Sends a command under a ticket of its own, under which its answer finds who waits for it.
  ///
  /// @return whether it will be answered, as far as can be told now
  private <T> boolean send(
      Predicate<Command> loop, LongFunction<Command> command, Map<Long, T> waiting, T waiter) {
    long ticket = nextTicket.getAndIncrement();
    waiting.put(ticket, waiter);
    boolean taken = loop.test(command.apply(ticket)) && !stopped;
    if (!taken) {
      waiting.remove(ticket);
    }
    return taken;
  }

  private static int size(MemberChange change) {
    return change instanceof MemberChange.Told(var _, ClusterEvent event)
        ? CHANGE_BYTES + event.payload().length
        : CHANGE_BYTES;
  }

  private static void completeOffLoop(CompletableFuture<Void> future) {
    if (!future.isDone()) {
      CALLBACKS.execute(() -> future.complete(null));
    }
  }
}
