package dev.dcore.sim.consensus;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.Operation;
import dev.dcore.kernel.store.ReplicatedEntry;
import dev.dcore.kernel.store.SessionId;
import dev.dcore.sim.history.KeyValueModel;
import dev.dcore.sim.runtime.SimProcess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One client, which asks one thing after another, of one node at a time, and follows hints to the
/// leader. One with a session sends a command again until it is answered, whoever leads; one
/// without never sends again what may have been carried out.
final class RaftClient {
  private static final long THINK_MEAN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(60).toNanos();
  private static final long HINT_NANOS = Duration.ofMillis(1).toNanos();
  private static final long PATIENCE_MIN_NANOS = Duration.ofMillis(300).toNanos();
  private static final long PATIENCE_MAX_NANOS = Duration.ofSeconds(3).toNanos();

  /// Some wait for a node that stands still until it goes on.
  private static final long LONG_PATIENCE_NANOS = Duration.ofSeconds(8).toNanos();

  /// Of a hundred operations.
  private static final int GETS = 30;

  private static final int STALE_GETS = 8;
  private static final int DELETES = 6;
  private static final int COMPARISONS = 26;

  /// An operation under way.
  ///
  /// @param input null for the opening of a session
  private record Call(
      KeyValueModel.@Nullable Input input, boolean stale, long sequence, long invokedNanos) {}

  private final RaftWorkload workload;
  private final int number;
  private final boolean sessioned;
  private final int keys;
  private final Choice think;
  private final Choice kind;
  private final Choice key;
  private final Choice node;
  private final Choice patience;
  private final Choice nonce;
  private final Choice lag;
  private int at;
  private SessionId session = SessionId.NONE;
  private long sequence;
  private long incomplete = 1;
  private long values;
  private @Nullable String seen;
  private @Nullable Call call;
  private long ticket;
  private long acknowledgedNanos = -1;

  /// @param number of the client, from 0
  RaftClient(RaftWorkload workload, int number, boolean sessioned, int keys, Choices choices) {
    this.workload = workload;
    this.number = number;
    this.sessioned = sessioned;
    this.keys = keys;
    this.think = choices.choice("think");
    this.kind = choices.choice("kind");
    this.key = choices.choice("key");
    this.node = choices.choice("node");
    this.patience = choices.choice("patience");
    this.nonce = choices.choice("nonce");
    this.lag = choices.choice("incomplete-lag");
  }

  void begin() {
    at = node.below(workload.nodes());
    rest();
  }

  /// When its last acknowledged write was begun; negative for never.
  long acknowledgedNanos() {
    return acknowledgedNanos;
  }

  boolean idle() {
    return call == null;
  }

  boolean sessioned() {
    return sessioned;
  }

  int number() {
    return number;
  }

  /// The last number of a command in the session.
  long sequence() {
    return sequence;
  }

  /// Nothing comes of what is under way any more.
  void abandon() {
    Call open = call;
    if (open != null) {
      call = null;
      ticket = 0;
      workload.unknown(number, open.input, open.invokedNanos);
    }
  }

  private void rest() {
    workload.in(think.exponential(THINK_MEAN_NANOS), this::next);
  }

  private void next() {
    if (!workload.asking()) {
      return;
    }
    long now = workload.nowNanos();
    if (sessioned && session.equals(SessionId.NONE)) {
      call = new Call(null, false, 0, now);
    } else {
      int drawn = kind.below(100);
      String name = "k" + key.below(keys);
      String value = "c" + number + "-" + ++values;
      boolean reads = drawn < GETS + STALE_GETS;
      KeyValueModel.Input input;
      if (reads) {
        input = new KeyValueModel.Input.Get(name);
      } else if (drawn < GETS + STALE_GETS + DELETES) {
        input = new KeyValueModel.Input.Delete(name);
      } else if (drawn < GETS + STALE_GETS + DELETES + COMPARISONS) {
        input = new KeyValueModel.Input.CompareAndSet(name, seen, value);
      } else {
        input = new KeyValueModel.Input.Put(name, value);
      }
      call = new Call(input, reads && drawn >= GETS, sessioned && !reads ? ++sequence : 0, now);
      if (call.sequence > 0) {
        incomplete = Math.max(incomplete, sequence - lag.below(4));
      }
    }
    attempt();
  }

  private void attempt() {
    Call open = call;
    if (open == null) {
      return;
    }
    SimProcess process = workload.process(at);
    if (!process.running()) {
      elsewhere(RETRY_NANOS);
      return;
    }
    long asked =
        workload.ask(process, request(open), (of, answer) -> onAnswer(process, of, answer));
    ticket = asked;
    long most = patience.chance(0.2) ? LONG_PATIENCE_NANOS : PATIENCE_MAX_NANOS;
    workload.in(
        patience.between(PATIENCE_MIN_NANOS, most),
        () -> {
          if (ticket == asked) {
            onUnknown();
          }
        });
  }

  private GroupRequest request(Call open) {
    KeyValueModel.Input input = open.input;
    if (input == null) {
      return new GroupRequest.Write(
          new ReplicatedEntry(0, new Operation.OpenSession(nonce.bits())).encode());
    }
    if (input instanceof KeyValueModel.Input.Get) {
      return new GroupRequest.Query(KvCalls.question(input.key()), !open.stale);
    }
    Operation operation =
        open.sequence == 0
            ? Operation.Execute.once(KvCalls.command(input, null))
            : new Operation.Execute(
                session,
                open.sequence,
                incomplete,
                KvCalls.command(input, counter(number, open.sequence)));
    return new GroupRequest.Write(new ReplicatedEntry(0, operation).encode());
  }

  /// The key that counts how often a command was carried out.
  static String counter(int client, long sequence) {
    return String.format("n%02d/%06d", client, sequence);
  }

  /// What it waits for no more it does not hear.
  private void onAnswer(SimProcess process, long of, GroupAnswer answer) {
    Call open = call;
    if (open == null || of != ticket) {
      return;
    }
    ticket = 0;
    switch (answer) {
      case GroupAnswer.Written(Applied applied) -> onWritten(open, applied);
      case GroupAnswer.Answered(long position, byte[] result) -> {
        KeyValueModel.Output.Found found = KvCalls.found(result);
        seen = found.value();
        workload.read(process, position, String.valueOf(key(open)), found);
        if (open.stale || open.input == null) {
          over();
        } else {
          done(open, found);
        }
      }
      case GroupAnswer.NotLeader(String _, NodeId leader) -> {
        int hinted = workload.indexOf(leader);
        if (hinted >= 0 && hinted != at) {
          at = hinted;
          workload.in(HINT_NANOS, this::attempt);
        } else {
          elsewhere(RETRY_NANOS);
        }
      }
      case GroupAnswer.Rejected _ -> elsewhere(RETRY_NANOS);
      case GroupAnswer.Indeterminate _ -> onUnknown();
      case GroupAnswer.Status _,
          GroupAnswer.Snapshot _,
          GroupAnswer.Checkpointed _,
          GroupAnswer.Watching _,
          GroupAnswer.Noticed _,
          GroupAnswer.Done _ ->
          workload.violate("client " + number + " is answered " + answer);
    }
  }

  private static @Nullable String key(Call open) {
    return open.input == null ? null : open.input.key();
  }

  private void onWritten(Call open, Applied applied) {
    workload.acknowledged(applied);
    KeyValueModel.Input input = open.input;
    if (input == null) {
      if (applied instanceof Applied.Opened(long _, SessionId opened)) {
        session = opened;
        acknowledgedNanos = open.invokedNanos;
        over();
      } else {
        workload.violate("a session is opened by " + applied);
      }
      return;
    }
    KeyValueModel.Output output = KvCalls.output(input, applied);
    if (output == null) {
      workload.violate(
          "client " + number + " has its command " + open.sequence + " answered by " + applied);
      over();
      return;
    }
    acknowledgedNanos = open.invokedNanos;
    done(open, output);
  }

  /// Whether it was carried out is not known.
  private void onUnknown() {
    Call open = call;
    if (open == null) {
      return;
    }
    ticket = 0;
    boolean repeatable =
        open.input == null || open.input instanceof KeyValueModel.Input.Get || open.sequence > 0;
    if (repeatable) {
      elsewhere(HINT_NANOS);
    } else {
      at = node.below(workload.nodes());
      workload.unknown(number, open.input, open.invokedNanos);
      over();
    }
  }

  private void done(Call open, KeyValueModel.Output output) {
    workload.done(number, open.input, output, open.invokedNanos);
    over();
  }

  private void over() {
    call = null;
    rest();
  }

  private void elsewhere(long afterNanos) {
    at = node.below(workload.nodes());
    workload.in(afterNanos, this::attempt);
  }
}
