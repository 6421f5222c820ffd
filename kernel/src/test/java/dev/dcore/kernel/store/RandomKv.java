package dev.dcore.kernel.store;

import static dev.dcore.kernel.store.KvModel.bytes;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.persistence.state.KeyRange;
import java.util.ArrayList;
import java.util.List;

/// Commands that meet each other: few keys, few leases, and now and then what cannot be.
final class RandomKv {
  private static final int KEYS = 12;
  private static final int LEASES = 5;
  private final Choice draw;
  private int values;

  RandomKv(Choice draw) {
    this.draw = draw;
  }

  KvMutation mutation(long position) {
    return switch (draw.below(12)) {
      case 0, 1, 2, 3 -> put();
      case 4 -> new KvOp.Delete(range());
      case 5, 6, 7 -> txn(position);
      case 8 ->
          new KvMutation.GrantLease(draw.chance(0.2) ? 0 : 1 + draw.below(LEASES), 1_000_000_000L);
      case 9 -> new KvMutation.RevokeLease(1 + draw.below(LEASES));
      case 10 -> new KvMutation.ExpireLease(1 + draw.below(LEASES), draw.between(1, position));
      default ->
          draw.chance(0.2)
              ? new KvMutation.Compact(Math.max(0, position - 20 + draw.below(22)))
              : put();
    };
  }

  KeyRange range() {
    byte[] from = key();
    return switch (draw.below(4)) {
      case 0 -> KvOp.only(from);
      case 1 -> new KeyRange(from, null);
      case 2 -> KeyRange.ofPrefix(from);
      default -> {
        byte[] to = key();
        boolean ordered = java.util.Arrays.compareUnsigned(from, to) < 0;
        yield ordered ? new KeyRange(from, to) : KeyRange.ALL;
      }
    };
  }

  byte[] key() {
    int drawn = draw.below(KEYS);
    return bytes(drawn < 3 ? "k\0" + drawn : "k" + drawn);
  }

  private KvOp.Put put() {
    long lease = draw.chance(0.3) ? 1 + draw.below(LEASES) : 0;
    return new KvOp.Put(key(), value(), lease);
  }

  private byte[] value() {
    return bytes(draw.chance(0.5) ? "same" : "v" + values++);
  }

  private KvMutation.Txn txn(long position) {
    List<KvCompare> compares = new ArrayList<>();
    for (int i = draw.below(3); i > 0; i--) {
      compares.add(compare(position));
    }
    return new KvMutation.Txn(compares, ops(), ops());
  }

  private KvCompare compare(long position) {
    var targets = KvCompare.Target.values();
    var relations = KvCompare.Relation.values();
    KvCompare.Target target = targets[draw.below(targets.length)];
    long number = target == KvCompare.Target.VERSION ? draw.below(3) : draw.between(0, position);
    return new KvCompare(
        key(), target, relations[draw.below(relations.length)], number, bytes("same"));
  }

  private List<KvOp> ops() {
    List<KvOp> ops = new ArrayList<>();
    for (int i = draw.below(5); i > 0; i--) {
      ops.add(
          switch (draw.below(6)) {
            case 0 -> new KvOp.Delete(range());
            case 1 -> new KvOp.Get(key());
            case 2 -> new KvOp.Scan(range(), 1 + draw.below(4), draw.chance(0.5));
            default -> put();
          });
    }
    return ops;
  }
}
