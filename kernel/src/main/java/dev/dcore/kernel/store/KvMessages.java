package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The bytes of commands of the replicated keys and values, of questions and of answers.
///
/// Types and field numbers are append-only. A step of a transaction has two fields: its type and
/// its own message.
public final class KvMessages {
  private static final EnumCodes<KvCompare.Target> TARGETS =
      EnumCodes.of(
          KvCompare.Target.VALUE,
          KvCompare.Target.VERSION,
          KvCompare.Target.CREATE_REVISION,
          KvCompare.Target.REVISION);

  private static final EnumCodes<KvCompare.Relation> RELATIONS =
      EnumCodes.of(
          KvCompare.Relation.EQUAL,
          KvCompare.Relation.NOT_EQUAL,
          KvCompare.Relation.LESS,
          KvCompare.Relation.GREATER);

  static final RecordCodec<KeyRange> RANGE =
      RecordCodec.<KeyRange>of("range")
          .bytes(1, KeyRange::from)
          .bytes(2, range -> endOf(range))
          .flag(3, range -> range.to() == null)
          .build(in -> new KeyRange(in.bytes(1), in.flag(3) ? null : in.bytes(2)));

  private static final RecordCodec<KvOp.Put> PUT =
      RecordCodec.<KvOp.Put>of("put")
          .bytes(1, KvOp.Put::key)
          .bytes(2, KvOp.Put::value)
          .number(3, KvOp.Put::lease)
          .build(in -> new KvOp.Put(in.bytes(1), in.bytes(2), in.number(3)));

  private static final RecordCodec<KvOp.Delete> DELETE =
      RecordCodec.<KvOp.Delete>of("delete")
          .record(1, RANGE, KvOp.Delete::range)
          .build(in -> new KvOp.Delete(in.record(1, RANGE)));

  private static final RecordCodec<KvOp.Get> GET =
      RecordCodec.<KvOp.Get>of("get")
          .bytes(1, KvOp.Get::key)
          .build(in -> new KvOp.Get(in.bytes(1)));

  private static final RecordCodec<KvOp.Scan> SCAN =
      RecordCodec.<KvOp.Scan>of("scan")
          .record(1, RANGE, KvOp.Scan::range)
          .number(2, KvOp.Scan::limit)
          .flag(3, KvOp.Scan::descending)
          .build(in -> new KvOp.Scan(in.record(1, RANGE), in.integer(2), in.flag(3)));

  private static final MessageTable<KvOp> OPS =
      new MessageTable.Builder<KvOp>()
          .add(1, KvOp.Put.class, PUT)
          .add(2, KvOp.Delete.class, DELETE)
          .add(3, KvOp.Get.class, GET)
          .add(4, KvOp.Scan.class, SCAN)
          .build();

  private static final RecordCodec<KvOp> OP = typed("step", OPS);

  private static final RecordCodec<KvCompare> COMPARE =
      RecordCodec.<KvCompare>of("comparison")
          .bytes(1, KvCompare::key)
          .constant(2, TARGETS, KvCompare::target)
          .constant(3, RELATIONS, KvCompare::relation)
          .number(4, KvCompare::number)
          .bytes(5, KvCompare::value)
          .build(
              in ->
                  new KvCompare(
                      in.bytes(1),
                      in.constant(2, TARGETS),
                      in.constant(3, RELATIONS),
                      in.number(4),
                      in.bytes(5)));

  private static final RecordCodec<KvMutation.Txn> TXN =
      RecordCodec.<KvMutation.Txn>of("transaction")
          .list(1, COMPARE, KvMutation.Txn::compares)
          .list(2, OP, KvMutation.Txn::then)
          .list(3, OP, KvMutation.Txn::otherwise)
          .build(in -> new KvMutation.Txn(in.list(1, COMPARE), in.list(2, OP), in.list(3, OP)));

  private static final RecordCodec<KvMutation.GrantLease> GRANT =
      RecordCodec.<KvMutation.GrantLease>of("grant")
          .number(1, KvMutation.GrantLease::lease)
          .number(2, KvMutation.GrantLease::ttlNanos)
          .build(in -> new KvMutation.GrantLease(in.number(1), in.number(2)));

  private static final RecordCodec<KvMutation.RevokeLease> REVOKE =
      RecordCodec.<KvMutation.RevokeLease>of("revoke")
          .number(1, KvMutation.RevokeLease::lease)
          .build(in -> new KvMutation.RevokeLease(in.number(1)));

  private static final RecordCodec<KvMutation.ExpireLease> EXPIRE =
      RecordCodec.<KvMutation.ExpireLease>of("expire")
          .number(1, KvMutation.ExpireLease::lease)
          .number(2, KvMutation.ExpireLease::granted)
          .build(in -> new KvMutation.ExpireLease(in.number(1), in.number(2)));

  private static final RecordCodec<KvMutation.Compact> COMPACT =
      RecordCodec.<KvMutation.Compact>of("compact")
          .number(1, KvMutation.Compact::revision)
          .build(in -> new KvMutation.Compact(in.number(1)));

  /// The type and the message are one array: [TypedBytes].
  public static final TypedBytes<KvMutation> MUTATIONS =
      new TypedBytes<>(
          new MessageTable.Builder<KvMutation>()
              .add(1, KvOp.Put.class, PUT)
              .add(2, KvOp.Delete.class, DELETE)
              .add(3, KvMutation.Txn.class, TXN)
              .add(4, KvMutation.GrantLease.class, GRANT)
              .add(5, KvMutation.RevokeLease.class, REVOKE)
              .add(6, KvMutation.ExpireLease.class, EXPIRE)
              .add(7, KvMutation.Compact.class, COMPACT)
              .build());

  private static final RecordCodec<KvQuery.Get> GET_AT =
      RecordCodec.<KvQuery.Get>of("get at")
          .bytes(1, KvQuery.Get::key)
          .number(2, KvQuery.Get::at)
          .build(in -> new KvQuery.Get(in.bytes(1), in.number(2)));

  private static final RecordCodec<KvQuery.Scan> SCAN_AT =
      RecordCodec.<KvQuery.Scan>of("scan at")
          .record(1, RANGE, KvQuery.Scan::range)
          .number(2, KvQuery.Scan::limit)
          .flag(3, KvQuery.Scan::descending)
          .number(4, KvQuery.Scan::at)
          .build(
              in -> new KvQuery.Scan(in.record(1, RANGE), in.integer(2), in.flag(3), in.number(4)));

  private static final RecordCodec<KvQuery.Leases> LEASES =
      RecordCodec.<KvQuery.Leases>of("leases")
          .number(1, KvQuery.Leases::after)
          .number(2, KvQuery.Leases::limit)
          .build(in -> new KvQuery.Leases(in.number(1), in.integer(2)));

  public static final TypedBytes<KvQuery> QUERIES =
      new TypedBytes<>(
          new MessageTable.Builder<KvQuery>()
              .add(1, KvQuery.Get.class, GET_AT)
              .add(2, KvQuery.Scan.class, SCAN_AT)
              .add(3, KvQuery.Leases.class, LEASES)
              .build());

  private static final RecordCodec<KeepAlive> KEEP_ALIVE =
      RecordCodec.<KeepAlive>of("keep alive")
          .number(1, KeepAlive::lease)
          .build(in -> new KeepAlive(in.number(1)));

  /// What only the leader knows.
  public static final TypedBytes<KeepAlive> KEEP_ALIVES =
      new TypedBytes<>(
          new MessageTable.Builder<KeepAlive>().add(1, KeepAlive.class, KEEP_ALIVE).build());

  private KvMessages() {}

  /// One of a family in a field of another message.
  static <M> RecordCodec<M> typed(String name, MessageTable<M> table) {
    return RecordCodec.<M>of(name)
        .number(1, table::typeOf)
        .bytes(2, table::encode)
        .build(
            in -> {
              try {
                return table.decode(in.integer(1), in.bytes(2));
              } catch (MalformedFrame e) {
                throw new IllegalArgumentException(e.reason(), e);
              }
            });
  }

  private static byte[] endOf(KeyRange range) {
    byte[] to = range.to();
    return to == null ? new byte[0] : to;
  }
}
