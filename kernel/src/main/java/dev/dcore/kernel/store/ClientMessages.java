package dev.dcore.kernel.store;

import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The schemas of what clients and replicas say to each other, in the bodies of requests and their
/// replies.
public final class ClientMessages {
  private static final EnumCodes<Applied.Rejection> REJECTIONS =
      EnumCodes.of(
          Applied.Rejection.UNKNOWN_SESSION,
          Applied.Rejection.STALE_SEQUENCE,
          Applied.Rejection.WINDOW_FULL);

  private static final RecordCodec<ClientCall.Write> WRITE =
      RecordCodec.<ClientCall.Write>of("write")
          .bytes(1, ClientCall.Write::entry)
          .build(in -> new ClientCall.Write(in.bytes(1)));

  private static final RecordCodec<ClientCall.Query> QUERY =
      RecordCodec.<ClientCall.Query>of("query")
          .bytes(1, ClientCall.Query::query)
          .flag(2, ClientCall.Query::linearizable)
          .build(in -> new ClientCall.Query(in.bytes(1), in.flag(2)));

  private static final RecordCodec<ClientCall.AskLeader> ASK_LEADER =
      RecordCodec.<ClientCall.AskLeader>of("ask leader")
          .bytes(1, ClientCall.AskLeader::question)
          .build(in -> new ClientCall.AskLeader(in.bytes(1)));

  private static final RecordCodec<ClientReply.Done> DONE =
      RecordCodec.<ClientReply.Done>of("done")
          .number(1, ClientReply.Done::position)
          .bytes(2, ClientReply.Done::result)
          .build(in -> new ClientReply.Done(in.number(1), in.bytes(2)));

  private static final RecordCodec<ClientReply.SessionOpened> OPENED =
      RecordCodec.<ClientReply.SessionOpened>of("session opened")
          .number(1, reply -> reply.session().opened())
          .fixed(2, reply -> reply.session().nonce())
          .build(in -> new ClientReply.SessionOpened(new SessionId(in.number(1), in.number(2))));

  private static final RecordCodec<ClientReply.SessionRefused> REFUSED =
      RecordCodec.<ClientReply.SessionRefused>of("session refused")
          .constant(1, REJECTIONS, ClientReply.SessionRefused::reason)
          .build(in -> new ClientReply.SessionRefused(in.constant(1, REJECTIONS)));

  private static final RecordCodec<ClientReply.NotLeader> NOT_LEADER =
      RecordCodec.<ClientReply.NotLeader>of("not leader")
          .text(1, ClientReply.NotLeader::reason)
          .id(2, ClientReply.NotLeader::leader)
          .build(in -> new ClientReply.NotLeader(in.text(1), in.id(2)));

  private static final RecordCodec<ClientReply.Rejected> REJECTED =
      RecordCodec.<ClientReply.Rejected>of("rejected")
          .text(1, ClientReply.Rejected::reason)
          .build(in -> new ClientReply.Rejected(in.text(1)));

  private static final RecordCodec<ClientReply.Indeterminate> INDETERMINATE =
      RecordCodec.<ClientReply.Indeterminate>of("indeterminate")
          .text(1, ClientReply.Indeterminate::reason)
          .build(in -> new ClientReply.Indeterminate(in.text(1)));

  /// Types are append-only.
  public static final TypedBytes<ClientCall> CALLS =
      new TypedBytes<>(
          new MessageTable.Builder<ClientCall>()
              .add(1, ClientCall.Write.class, WRITE)
              .add(2, ClientCall.Query.class, QUERY)
              .add(3, ClientCall.AskLeader.class, ASK_LEADER)
              .build());

  /// Types are append-only.
  public static final TypedBytes<ClientReply> REPLIES =
      new TypedBytes<>(
          new MessageTable.Builder<ClientReply>()
              .add(1, ClientReply.Done.class, DONE)
              .add(2, ClientReply.SessionOpened.class, OPENED)
              .add(3, ClientReply.SessionRefused.class, REFUSED)
              .add(4, ClientReply.NotLeader.class, NOT_LEADER)
              .add(5, ClientReply.Rejected.class, REJECTED)
              .add(6, ClientReply.Indeterminate.class, INDETERMINATE)
              .build());

  private ClientMessages() {}
}
