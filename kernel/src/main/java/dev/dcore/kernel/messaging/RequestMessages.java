package dev.dcore.kernel.messaging;

import dev.dcore.kernel.transport.AddressCodec;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The codes and schemas of requests and replies. Codes 32 to 47 are messaging's.
public final class RequestMessages {
  private static final RecordCodec<RequestMessage.Request> REQUEST =
      RecordCodec.<RequestMessage.Request>of("request")
          .number(1, RequestMessage.Request::id)
          .text(2, RequestMessage.Request::subject)
          .record(3, AddressCodec.CODEC, RequestMessage.Request::replyTo)
          .bytes(4, RequestMessage.Request::body)
          .build(
              in ->
                  new RequestMessage.Request(
                      in.number(1), in.text(2), in.record(3, AddressCodec.CODEC), in.bytes(4)));

  private static final RecordCodec<RequestMessage.Reply> REPLY =
      RecordCodec.<RequestMessage.Reply>of("reply")
          .number(1, RequestMessage.Reply::id)
          .flag(2, RequestMessage.Reply::accepted)
          .bytes(3, RequestMessage.Reply::body)
          .text(4, RequestMessage.Reply::reason)
          .build(in -> new RequestMessage.Reply(in.number(1), in.flag(2), in.bytes(3), in.text(4)));

  /// Codes are append-only: a number that was used is never given to another message.
  public static final MessageTable<RequestMessage> TABLE =
      new MessageTable.Builder<RequestMessage>()
          .add(32, RequestMessage.Request.class, REQUEST)
          .add(33, RequestMessage.Reply.class, REPLY)
          .build();

  private RequestMessages() {}
}
