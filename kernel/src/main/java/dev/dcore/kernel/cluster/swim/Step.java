package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.transport.Address;

/// One step of the protocol: its time, and where its effects go.
record Step(long nowNanos, Effects<SwimEffect> effects) {
  void datagram(Address to, SwimMessage message) {
    effects.add(new SwimEffect.SendDatagram(to, message));
  }

  void stream(Address to, SwimMessage message) {
    effects.add(new SwimEffect.SendStream(to, message));
  }

  void timerIn(SwimTimer timer, long delayNanos) {
    effects.add(new SwimEffect.SetTimer(timer, nowNanos + delayNanos));
  }

  void cancel(SwimTimer timer) {
    effects.add(new SwimEffect.CancelTimer(timer));
  }

  void trace(SwimTrace event) {
    effects.add(new SwimEffect.Trace(event));
  }
}
