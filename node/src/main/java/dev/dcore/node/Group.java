package dev.dcore.node;

import dev.dcore.io.persistence.BackupFile;
import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.io.runtime.OfflineGroup;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.store.WatchMessages;
import dev.dcore.kernel.store.WatchNotice;
import dev.dcore.kernel.transport.MalformedFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;

/// The consensus group that a node belongs to: one state machine, replicated. It does not matter
/// which of its nodes is asked. Thread-safe.
///
/// Each method's future fails with [GroupFailed], which says why, or with `IllegalStateException`
/// when the node is stopped.
public final class Group {
  /// A failover takes a second; a majority that is gone for longer is not waited for.
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final NodeLoop loop;
  private final Deliveries deliveries;
  private final KeyValues keyValues = new KeyValues(this);

  Group(NodeLoop loop, Deliveries deliveries) {
    this.loop = loop;
    this.deliveries = deliveries;
  }

  /// Carries out a command of the state machine once, however often it has to be sent.
  ///
  /// @return what the state machine answered; done when the command is durable on a majority
  public CompletableFuture<byte[]> submit(byte[] command) {
    return submit(command, TIMEOUT);
  }

  /// As [#submit(byte[])].
  ///
  /// @param timeout after which it is given up; it may still be carried out
  public CompletableFuture<byte[]> submit(byte[] command, Duration timeout) {
    byte[] copy = command.clone();
    return complete(ticket -> new Command.Submit(ticket, copy, timeout.toNanos()));
  }

  /// Asks the state machine.
  public CompletableFuture<byte[]> ask(byte[] query, ReadLevel level) {
    return ask(query, level, TIMEOUT);
  }

  /// As [#ask(byte[], ReadLevel)].
  public CompletableFuture<byte[]> ask(byte[] query, ReadLevel level, Duration timeout) {
    byte[] copy = query.clone();
    return complete(ticket -> new Command.Ask(ticket, copy, level, timeout.toNanos()));
  }

  /// Asks what only the leader knows, perhaps more than once: the companion of its state machine
  /// ([dev.dcore.kernel.store.StateMachine#companion]).
  public CompletableFuture<byte[]> askLeader(byte[] question) {
    byte[] copy = question.clone();
    return complete(ticket -> new Command.AskLeader(ticket, copy, TIMEOUT.toNanos()));
  }

  /// Keys and values, when the group's state machine is the one that is shipped.
  public KeyValues keyValues() {
    return keyValues;
  }

  /// How this node's replica stands.
  public CompletableFuture<GroupAnswer.Status> status() {
    return request(new GroupRequest.AskStatus(), GroupAnswer.Status.class);
  }

  /// Makes these the voters; to be asked of the leader. Done when a majority of the old and of the
  /// new ones have decided it.
  public CompletableFuture<Void> reconfigure(List<NodeId> voters) {
    return request(new GroupRequest.Reconfigure(voters), GroupAnswer.Done.class)
        .thenApply(_ -> null);
  }

  /// Lets another voter lead; to be asked of the leader.
  public CompletableFuture<Void> transferLeadership(NodeId to) {
    return request(new GroupRequest.TransferLeadership(to), GroupAnswer.Done.class)
        .thenApply(_ -> null);
  }

  /// Writes a checkpoint of this node's replica, in the background.
  public CompletableFuture<CheckpointEffect.Completed> checkpoint() {
    return request(new GroupRequest.Checkpoint(), GroupAnswer.Checkpointed.class)
        .thenApply(GroupAnswer.Checkpointed::checkpoint);
  }

  /// Writes the whole state of this node's replica as it is now, on the calling thread; writes go
  /// on meanwhile.
  ///
  /// @return the position of that state
  /// @throws IOException also when there is no state to be had, in one sentence
  public long backup(OutputStream to) throws IOException, InterruptedException {
    try (StateView view =
        request(new GroupRequest.TakeSnapshot(), GroupAnswer.Snapshot.class).get().view()) {
      BackupFile.write(view, to);
      return view.position();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? e.toString() : cause.getMessage(), e);
    }
  }

  /// Replaces what a node that does not run holds of its group's state. To be done on every node of
  /// the group before one of them starts, with the same backup and voters.
  ///
  /// @param voters the ids of all voters
  /// @return how many keys the state has, those of sessions and of the group itself among them
  /// @throws IOException in one sentence: a node runs there, or the backup is damaged or of another
  ///   kind
  public static long restore(Path backup, Path dataDirectory, List<NodeId> voters)
      throws IOException, InterruptedException {
    return OfflineGroup.restore(backup, dataDirectory, voters);
  }

  CompletableFuture<GroupAnswer.Watching> watch(byte[] question) {
    return request(new GroupRequest.Watch(question), GroupAnswer.Watching.class);
  }

  /// Done when there is something, or when the watch has ended.
  CompletableFuture<List<WatchNotice>> notices(long watch) {
    return request(new GroupRequest.TakeNotices(watch), GroupAnswer.Noticed.class)
        .thenCompose(
            noticed -> {
              List<WatchNotice> notices = new ArrayList<>();
              try {
                for (byte[] notice : noticed.notices()) {
                  notices.add(WatchMessages.NOTICES.decode(notice));
                }
              } catch (MalformedFrame e) {
                return CompletableFuture.failedFuture(new GroupFailed(e.reason(), false));
              }
              return CompletableFuture.completedFuture(notices);
            });
  }

  /// Nobody waits for it: a node that is stopped has no watches.
  void endWatch(long watch) {
    var _ = request(new GroupRequest.EndWatch(watch), GroupAnswer.Done.class);
  }

  private CompletableFuture<byte[]> complete(LongFunction<Command> command) {
    return deliveries
        .ask(loop::submit, command)
        .thenCompose(
            delivery ->
                switch (((Delivery.Completed) delivery).outcome()) {
                  case Outcome.Ok(byte[] body) -> CompletableFuture.completedFuture(body);
                  case Outcome.Rejected(String reason) ->
                      CompletableFuture.failedFuture(new GroupFailed(reason, false));
                  case Outcome.Indeterminate(String reason) ->
                      CompletableFuture.failedFuture(new GroupFailed(reason, true));
                });
  }

  private <T extends GroupAnswer> CompletableFuture<T> request(
      GroupRequest request, Class<T> type) {
    return deliveries
        .ask(loop::submit, ticket -> new Command.UseGroup(ticket, request))
        .thenCompose(
            delivery ->
                switch (((Delivery.GroupAnswered) delivery).answer()) {
                  case GroupAnswer.Rejected(String reason) ->
                      CompletableFuture.failedFuture(new GroupFailed(reason, false));
                  case GroupAnswer.NotLeader(String reason, NodeId _) ->
                      CompletableFuture.failedFuture(new GroupFailed(reason, false));
                  case GroupAnswer.Indeterminate(String reason) ->
                      CompletableFuture.failedFuture(new GroupFailed(reason, true));
                  case GroupAnswer answer -> CompletableFuture.completedFuture(type.cast(answer));
                });
  }
}
