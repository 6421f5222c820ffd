package dev.dcore.kernel.store;

import java.nio.ByteBuffer;

/// The least that a user writes: a number that commands add to.
final class Counter implements StateMachine {
  private static final byte[] KEY = {'n'};

  @Override
  public byte[] apply(byte[] command, StateWriter state) {
    long sum = read(state) + ByteBuffer.wrap(command).getLong();
    state.put(KEY, bytes(sum));
    return bytes(sum);
  }

  @Override
  public byte[] query(byte[] query, StateHistory state) {
    return bytes(read(state));
  }

  @Override
  public String refusal(byte[] command, StateReader state) {
    return command.length == Long.BYTES ? "" : "a command is a number";
  }

  private static long read(StateReader state) {
    byte[] value = state.get(KEY);
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
