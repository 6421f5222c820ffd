package dev.dcore.sim.transport;

import java.util.ArrayDeque;
import java.util.Deque;

/// What waits at one process whose messages are held back.
final class Held {
  /// What a socket buffers for a process that does not read; datagrams above it are lost.
  private static final int INBOUND_MAX = 256;

  private final Deque<Runnable> inbound = new ArrayDeque<>();
  private final Deque<Runnable> outbound = new ArrayDeque<>();

  void receive(Runnable delivery) {
    if (inbound.size() < INBOUND_MAX) {
      inbound.add(delivery);
    }
  }

  void send(Runnable sending) {
    outbound.add(sending);
  }

  /// What the process had sent goes out before what it sends on reading.
  void release() {
    outbound.forEach(Runnable::run);
    inbound.forEach(Runnable::run);
  }
}
