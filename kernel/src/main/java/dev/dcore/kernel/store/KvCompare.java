package dev.dcore.kernel.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A comparison of what is known of a key with what is given. Of a key that is not there, revisions
/// and version are 0, and no comparison of its value holds. Nobody changes its arrays.
///
/// @param number compared with, unless the value is
/// @param value compared with, when the value is; as unsigned bytes
public record KvCompare(byte[] key, Target target, Relation relation, long number, byte[] value) {
  /// What is compared.
  public enum Target {
    VALUE,
    VERSION,
    CREATE_REVISION,
    REVISION
  }

  /// How what is there is to what is given.
  public enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    GREATER
  }

  public KvCompare {
    KvOp.checkKey(key);
  }

  public static KvCompare exists(byte[] key) {
    return new KvCompare(key, Target.VERSION, Relation.GREATER, 0, new byte[0]);
  }

  public static KvCompare absent(byte[] key) {
    return new KvCompare(key, Target.VERSION, Relation.EQUAL, 0, new byte[0]);
  }

  public static KvCompare valueIs(byte[] key, byte[] value) {
    return new KvCompare(key, Target.VALUE, Relation.EQUAL, 0, value);
  }

  /// Whether nobody wrote the key since that revision.
  public static KvCompare revisionIs(byte[] key, long revision) {
    return new KvCompare(key, Target.REVISION, Relation.EQUAL, revision, new byte[0]);
  }

  /// @param item what is there, or null
  boolean holds(@Nullable KvItem item) {
    return switch (target) {
      case VALUE -> item != null && holds(Arrays.compareUnsigned(item.value(), value));
      case VERSION -> holds(Long.compare(item == null ? 0 : item.version(), number));
      case CREATE_REVISION -> holds(Long.compare(item == null ? 0 : item.createRevision(), number));
      case REVISION -> holds(Long.compare(item == null ? 0 : item.revision(), number));
    };
  }

  private boolean holds(int order) {
    return switch (relation) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case GREATER -> order > 0;
    };
  }
}
