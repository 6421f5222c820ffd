package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.Members;
import dev.dcore.kernel.identity.NodeId;

/// One step of the protocol: its time, the weak view at this moment, and where its effects go.
record Turn(long nowNanos, Members members, Effects<StableEffect> effects) {
  /// Sends where the member's own claim says that it is; to who is not known, nothing.
  void send(NodeId to, StableMessage message) {
    Member member = members.member(to);
    if (member != null) {
      effects.add(new StableEffect.Send(member.address(), message));
    }
  }

  void timerIn(StableTimer timer, long delayNanos) {
    effects.add(new StableEffect.SetTimer(timer, nowNanos + delayNanos));
  }

  void cancel(StableTimer timer) {
    effects.add(new StableEffect.CancelTimer(timer));
  }

  void trace(StableTrace event) {
    effects.add(new StableEffect.Trace(event));
  }
}
