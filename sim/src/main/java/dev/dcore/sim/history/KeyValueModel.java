package dev.dcore.sim.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A map from keys to values whose operations touch one key each. Values are texts: whoever records
/// a history writes what is short and tells values apart.
public final class KeyValueModel
    implements SequentialModel<KeyValueModel.Value, KeyValueModel.Input, KeyValueModel.Output> {
  private static final Value ABSENT = new Value(null);

  /// What a key holds.
  ///
  /// @param text null when the key is not there
  public record Value(@Nullable String text) {
    @Override
    public String toString() {
      return text == null ? "nothing" : text;
    }
  }

  /// What is asked.
  public sealed interface Input {
    String key();

    record Get(String key) implements Input {}

    record Put(String key, String value) implements Input {}

    record Delete(String key) implements Input {}

    /// Puts `value` if the key holds `expected`, where null is a key that is not there.
    record CompareAndSet(String key, @Nullable String expected, String value) implements Input {}
  }

  /// What is answered.
  public sealed interface Output {
    record Done() implements Output {}

    /// @param value null when the key is not there
    record Found(@Nullable String value) implements Output {}

    /// Whether the comparison held.
    record Compared(boolean applied) implements Output {}
  }

  @Override
  public Value initial() {
    return ABSENT;
  }

  @Override
  public @Nullable Value apply(Value state, Input input, @Nullable Output output) {
    return switch (input) {
      case Input.Put(String _, String value) -> new Value(value);
      case Input.Delete _ -> ABSENT;
      case Input.Get _ ->
          output == null || output.equals(new Output.Found(state.text)) ? state : null;
      case Input.CompareAndSet(String _, String expected, String value) -> {
        boolean applies = Objects.equals(expected, state.text);
        boolean right = output == null || output.equals(new Output.Compared(applies));
        yield !right ? null : applies ? new Value(value) : state;
      }
    };
  }

  @Override
  public Object part(Input input) {
    return input.key();
  }

  @Override
  public String describe(Input input, @Nullable Output output) {
    String asked =
        switch (input) {
          case Input.Get _ -> "get";
          case Input.Put(String _, String value) -> "put " + value;
          case Input.Delete _ -> "delete";
          case Input.CompareAndSet(String _, String expected, String value) ->
              "cas " + new Value(expected) + " " + value;
        };
    return switch (output) {
      case null -> asked + " → ?";
      case Output.Done _ -> asked;
      case Output.Found(String value) -> asked + " → " + new Value(value);
      case Output.Compared(boolean applied) -> asked + (applied ? " → yes" : " → no");
    };
  }
}
