package dev.dcore.sim.consensus;

import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvAnswers;
import dev.dcore.kernel.store.KvCompare;
import dev.dcore.kernel.store.KvItem;
import dev.dcore.kernel.store.KvMessages;
import dev.dcore.kernel.store.KvMutation;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.sim.history.KeyValueModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Between what a history says and what the store is asked.
final class KvCalls {
  private KvCalls() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// A command.
  ///
  /// @param counter a key that it writes as well, whatever its comparison says; null for none
  static byte[] command(KeyValueModel.Input input, @Nullable String counter) {
    List<KvCompare> compares = new ArrayList<>();
    List<KvOp> then = new ArrayList<>();
    List<KvOp> otherwise = new ArrayList<>();
    byte[] key = bytes(input.key());
    switch (input) {
      case KeyValueModel.Input.Put put -> then.add(new KvOp.Put(key, bytes(put.value())));
      case KeyValueModel.Input.Delete _ -> then.add(KvOp.Delete.of(key));
      case KeyValueModel.Input.CompareAndSet(String _, String expected, String value) -> {
        compares.add(
            expected == null ? KvCompare.absent(key) : KvCompare.valueIs(key, bytes(expected)));
        then.add(new KvOp.Put(key, bytes(value)));
      }
      case KeyValueModel.Input.Get _ -> then.add(new KvOp.Get(key));
    }
    if (counter != null) {
      KvOp count = new KvOp.Put(bytes(counter), new byte[0]);
      then.add(count);
      otherwise.add(count);
    }
    return KvMessages.MUTATIONS.encode(new KvMutation.Txn(compares, then, otherwise));
  }

  static byte[] question(String key) {
    return KvMessages.QUERIES.encode(new KvQuery.Get(bytes(key), 0));
  }

  /// What a client reads from a command's end; null when the command was not carried out.
  static KeyValueModel.@Nullable Output output(KeyValueModel.Input input, Applied applied) {
    byte[] result =
        switch (applied) {
          case Applied.Executed executed -> executed.result();
          case Applied.Repeated repeated -> repeated.result();
          case Applied.Opened _, Applied.Closed _, Applied.Ticked _, Applied.Rejected _ -> null;
        };
    if (result == null || !(answer(result) instanceof KvAnswer.Decided decided)) {
      return null;
    }
    return input instanceof KeyValueModel.Input.CompareAndSet
        ? new KeyValueModel.Output.Compared(decided.succeeded())
        : new KeyValueModel.Output.Done();
  }

  /// What a client reads from the answer to a question.
  static KeyValueModel.Output.Found found(byte[] result) {
    if (answer(result) instanceof KvAnswer.Found(long _, List<KvItem> items, boolean _)) {
      return new KeyValueModel.Output.Found(
          items.isEmpty() ? null : text(items.getFirst().value()));
    }
    throw new IllegalStateException("a get is answered by what was found");
  }

  static KvAnswer answer(byte[] result) {
    try {
      return KvAnswers.ANSWERS.decode(result);
    } catch (MalformedFrame e) {
      throw new IllegalStateException("an answer of the store can be read", e);
    }
  }
}
