package dev.dcore.kernel.store;

import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The bytes of what became of commands and questions. Types and field numbers are append-only:
/// they are kept in the state, as results of sessions.
public final class KvAnswers {
  private static final EnumCodes<KvFailure> FAILURES =
      EnumCodes.of(
          KvFailure.NO_SUCH_LEASE,
          KvFailure.LEASE_EXISTS,
          KvFailure.LEASE_FULL,
          KvFailure.TOO_MANY_KEYS,
          KvFailure.ANSWER_TOO_LARGE,
          KvFailure.COMPACTED,
          KvFailure.FUTURE_REVISION);

  static final RecordCodec<KvItem> ITEM =
      RecordCodec.<KvItem>of("item")
          .bytes(1, KvItem::key)
          .bytes(2, KvItem::value)
          .number(3, KvItem::createRevision)
          .number(4, KvItem::revision)
          .number(5, KvItem::version)
          .number(6, KvItem::lease)
          .build(
              in ->
                  new KvItem(
                      in.bytes(1),
                      in.bytes(2),
                      in.number(3),
                      in.number(4),
                      in.integer(5),
                      in.number(6)));

  private static final RecordCodec<KvAnswer.Stored> STORED =
      RecordCodec.<KvAnswer.Stored>of("stored")
          .number(1, KvAnswer.Stored::revision)
          .number(2, KvAnswer.Stored::version)
          .build(in -> new KvAnswer.Stored(in.number(1), in.integer(2)));

  private static final RecordCodec<KvAnswer.Deleted> DELETED =
      RecordCodec.<KvAnswer.Deleted>of("deleted")
          .number(1, KvAnswer.Deleted::revision)
          .number(2, KvAnswer.Deleted::keys)
          .build(in -> new KvAnswer.Deleted(in.number(1), in.integer(2)));

  private static final RecordCodec<KvAnswer.Found> FOUND =
      RecordCodec.<KvAnswer.Found>of("found")
          .number(1, KvAnswer.Found::revision)
          .list(2, ITEM, KvAnswer.Found::items)
          .flag(3, KvAnswer.Found::more)
          .build(in -> new KvAnswer.Found(in.number(1), in.list(2, ITEM), in.flag(3)));

  private static final RecordCodec<KvAnswer.OfOp> OF_OP =
      KvMessages.typed(
          "answer of a step",
          new MessageTable.Builder<KvAnswer.OfOp>()
              .add(1, KvAnswer.Stored.class, STORED)
              .add(2, KvAnswer.Deleted.class, DELETED)
              .add(3, KvAnswer.Found.class, FOUND)
              .build());

  private static final RecordCodec<KvAnswer.Decided> DECIDED =
      RecordCodec.<KvAnswer.Decided>of("decided")
          .number(1, KvAnswer.Decided::revision)
          .flag(2, KvAnswer.Decided::succeeded)
          .list(3, OF_OP, KvAnswer.Decided::answers)
          .build(in -> new KvAnswer.Decided(in.number(1), in.flag(2), in.list(3, OF_OP)));

  private static final RecordCodec<KvAnswer.Granted> GRANTED =
      RecordCodec.<KvAnswer.Granted>of("granted")
          .number(1, KvAnswer.Granted::revision)
          .number(2, KvAnswer.Granted::lease)
          .number(3, KvAnswer.Granted::ttlNanos)
          .build(in -> new KvAnswer.Granted(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<KvAnswer.Revoked> REVOKED =
      RecordCodec.<KvAnswer.Revoked>of("revoked")
          .number(1, KvAnswer.Revoked::revision)
          .number(2, KvAnswer.Revoked::keys)
          .build(in -> new KvAnswer.Revoked(in.number(1), in.integer(2)));

  private static final RecordCodec<KvAnswer.Compacted> COMPACTED =
      RecordCodec.<KvAnswer.Compacted>of("compacted")
          .number(1, KvAnswer.Compacted::revision)
          .build(in -> new KvAnswer.Compacted(in.number(1)));

  private static final RecordCodec<Lease> LEASE =
      RecordCodec.<Lease>of("lease")
          .number(1, Lease::id)
          .number(2, Lease::ttlNanos)
          .number(3, Lease::granted)
          .number(4, Lease::keys)
          .build(in -> new Lease(in.number(1), in.number(2), in.number(3), in.integer(4)));

  private static final RecordCodec<KvAnswer.Leases> LEASES =
      RecordCodec.<KvAnswer.Leases>of("leases")
          .number(1, KvAnswer.Leases::revision)
          .list(2, LEASE, KvAnswer.Leases::leases)
          .build(in -> new KvAnswer.Leases(in.number(1), in.list(2, LEASE)));

  private static final RecordCodec<KvAnswer.Failed> FAILED =
      RecordCodec.<KvAnswer.Failed>of("failed")
          .number(1, KvAnswer.Failed::revision)
          .constant(2, FAILURES, KvAnswer.Failed::failure)
          .number(3, KvAnswer.Failed::detail)
          .build(in -> new KvAnswer.Failed(in.number(1), in.constant(2, FAILURES), in.number(3)));

  public static final TypedBytes<KvAnswer> ANSWERS =
      new TypedBytes<>(
          new MessageTable.Builder<KvAnswer>()
              .add(1, KvAnswer.Stored.class, STORED)
              .add(2, KvAnswer.Deleted.class, DELETED)
              .add(3, KvAnswer.Found.class, FOUND)
              .add(4, KvAnswer.Decided.class, DECIDED)
              .add(5, KvAnswer.Granted.class, GRANTED)
              .add(6, KvAnswer.Revoked.class, REVOKED)
              .add(7, KvAnswer.Compacted.class, COMPACTED)
              .add(8, KvAnswer.Leases.class, LEASES)
              .add(9, KvAnswer.Failed.class, FAILED)
              .build());

  private KvAnswers() {}
}
