package dev.dcore.kernel.store;

import dev.dcore.kernel.identity.NodeId;

/// How a [ClientCall] ended.
public sealed interface ClientReply {
  /// The command was carried out, now or before, or the question was answered.
  ///
  /// @param position of the command, or of the state that answered
  record Done(long position, byte[] result) implements ClientReply {}

  record SessionOpened(SessionId session) implements ClientReply {}

  /// The command was not carried out, for its session's sake.
  record SessionRefused(Applied.Rejection reason) implements ClientReply {}

  /// Nothing was done there.
  ///
  /// @param leader who may do it, or [NodeId#NONE]
  record NotLeader(String reason, NodeId leader) implements ClientReply {}

  /// It was not done, and never will be.
  record Rejected(String reason) implements ClientReply {}

  /// It may have been done, or may still be, or not.
  record Indeterminate(String reason) implements ClientReply {}
}
