package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The codes and schemas of what the stable view sends. Codes 64 to 95 are its own.
public final class StableMessages {
  private static final RecordCodec<Newcomer> NEWCOMER =
      RecordCodec.<Newcomer>of("newcomer")
          .id(1, Newcomer::id)
          .number(2, Newcomer::boot)
          .build(in -> new Newcomer(in.id(1), in.number(2)));

  private static final RecordCodec<Cut> CUT =
      RecordCodec.<Cut>of("cut")
          .bytes(1, Cut::removed)
          .list(2, NEWCOMER, Cut::added)
          .build(in -> new Cut(in.bytes(1), in.list(2, NEWCOMER)));

  private static final RecordCodec<StableMember> MEMBER =
      RecordCodec.<StableMember>of("stable member")
          .id(1, StableMember::id)
          .number(2, StableMember::boot)
          .number(3, StableMember::since)
          .build(in -> new StableMember(in.id(1), in.number(2), in.number(3)));

  /// A whole view; it travels in the body of a message.
  public static final RecordCodec<StableView> VIEW =
      RecordCodec.<StableView>of("stable view")
          .number(1, StableView::lineage)
          .number(2, StableView::number)
          .list(3, MEMBER, StableView::members)
          .build(in -> new StableView(in.number(1), in.number(2), in.list(3, MEMBER)));

  private static final RecordCodec<StableMessage.Prepare> PREPARE =
      RecordCodec.<StableMessage.Prepare>of("prepare")
          .number(1, StableMessage.Prepare::lineage)
          .number(2, StableMessage.Prepare::number)
          .number(3, StableMessage.Prepare::ballot)
          .build(in -> new StableMessage.Prepare(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<StableMessage.Promise> PROMISE =
      RecordCodec.<StableMessage.Promise>of("promise")
          .number(1, StableMessage.Promise::lineage)
          .number(2, StableMessage.Promise::number)
          .number(3, StableMessage.Promise::ballot)
          .number(4, StableMessage.Promise::accepted)
          .record(5, CUT, StableMessage.Promise::cut)
          .build(
              in ->
                  new StableMessage.Promise(
                      in.number(1), in.number(2), in.number(3), in.number(4), in.record(5, CUT)));

  private static final RecordCodec<StableMessage.Accept> ACCEPT =
      RecordCodec.<StableMessage.Accept>of("accept")
          .number(1, StableMessage.Accept::lineage)
          .number(2, StableMessage.Accept::number)
          .number(3, StableMessage.Accept::ballot)
          .flag(4, StableMessage.Accept::bound)
          .record(5, CUT, StableMessage.Accept::cut)
          .build(
              in ->
                  new StableMessage.Accept(
                      in.number(1), in.number(2), in.number(3), in.flag(4), in.record(5, CUT)));

  private static final RecordCodec<StableMessage.Accepted> ACCEPTED =
      RecordCodec.<StableMessage.Accepted>of("accepted")
          .number(1, StableMessage.Accepted::lineage)
          .number(2, StableMessage.Accepted::number)
          .number(3, StableMessage.Accepted::ballot)
          .build(in -> new StableMessage.Accepted(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<StableMessage.Refused> REFUSED =
      RecordCodec.<StableMessage.Refused>of("refused")
          .number(1, StableMessage.Refused::lineage)
          .number(2, StableMessage.Refused::number)
          .number(3, StableMessage.Refused::promised)
          .build(in -> new StableMessage.Refused(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<StableMessage.Announce> ANNOUNCE =
      RecordCodec.<StableMessage.Announce>of("announce")
          .number(1, StableMessage.Announce::lineage)
          .number(2, StableMessage.Announce::number)
          .number(3, StableMessage.Announce::ballot)
          .build(in -> new StableMessage.Announce(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<StableMessage.Pull> PULL =
      RecordCodec.<StableMessage.Pull>of("pull")
          .number(1, StableMessage.Pull::lineage)
          .number(2, StableMessage.Pull::number)
          .build(in -> new StableMessage.Pull(in.number(1), in.number(2)));

  private static final RecordCodec<StableMessage.Cuts> CUTS =
      RecordCodec.<StableMessage.Cuts>of("cuts")
          .number(1, StableMessage.Cuts::lineage)
          .number(2, StableMessage.Cuts::number)
          .list(3, CUT, StableMessage.Cuts::cuts)
          .build(in -> new StableMessage.Cuts(in.number(1), in.number(2), in.list(3, CUT)));

  private static final RecordCodec<StableMessage.WholeView> WHOLE_VIEW =
      RecordCodec.<StableMessage.WholeView>of("whole view")
          .bytes(1, StableMessage.WholeView::body)
          .build(in -> new StableMessage.WholeView(in.bytes(1)));

  /// Codes are append-only: a number that was used is never given to another message.
  public static final MessageTable<StableMessage> TABLE =
      new MessageTable.Builder<StableMessage>()
          .add(64, StableMessage.Announce.class, ANNOUNCE)
          .add(65, StableMessage.Prepare.class, PREPARE)
          .add(66, StableMessage.Accepted.class, ACCEPTED)
          .add(67, StableMessage.Refused.class, REFUSED)
          .add(68, StableMessage.Promise.class, PROMISE)
          .add(69, StableMessage.Accept.class, ACCEPT)
          .add(70, StableMessage.Pull.class, PULL)
          .add(71, StableMessage.Cuts.class, CUTS)
          .add(72, StableMessage.WholeView.class, WHOLE_VIEW)
          .build();

  private static final int LAST_DATAGRAM_CODE = 69;
  private static final int FIRST_STREAM_CODE = 68;

  private StableMessages() {}

  /// Whether a datagram may carry messages of this code.
  public static boolean onDatagrams(int code) {
    return code <= LAST_DATAGRAM_CODE;
  }

  /// Whether a stream may carry messages of this code. Those with a cut go by datagram while it is
  /// small.
  public static boolean onStreams(int code) {
    return code >= FIRST_STREAM_CODE;
  }
}
