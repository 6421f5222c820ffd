package dev.dcore.kernel.messaging;

import dev.dcore.kernel.transport.Address;

/// What travels between requester and server, on streams.
public sealed interface RequestMessage {
  /// The largest body: what the replicated store answers at once, a mebibyte of keys and values
  /// with what is around them, and an eighth of what one stream frame may hold.
  int BODY_BYTES_MAX = 2 << 20;

  /// @param id unique among the requester's requests of one boot
  /// @param subject what is asked, which names the handler
  record Request(long id, String subject, Address replyTo, byte[] body) implements RequestMessage {
    private static final int SUBJECT_MAX = 64;

    /// @throws IllegalArgumentException when it is over a bound
    public Request {
      if (subject.isEmpty() || subject.length() > SUBJECT_MAX) {
        throw new IllegalArgumentException("a subject has 1 to 64 characters");
      }
      if (body.length > BODY_BYTES_MAX) {
        throw new IllegalArgumentException("a request's body is at most 2 MiB");
      }
    }
  }

  /// @param accepted whether `body` is the answer; otherwise `reason` says why there is none
  record Reply(long id, boolean accepted, byte[] body, String reason) implements RequestMessage {
    private static final int REASON_MAX = 256;

    /// @throws IllegalArgumentException when it is over a bound
    public Reply {
      if (body.length > BODY_BYTES_MAX) {
        throw new IllegalArgumentException("a reply's body is at most 2 MiB");
      }
      reason = reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX);
    }
  }
}
