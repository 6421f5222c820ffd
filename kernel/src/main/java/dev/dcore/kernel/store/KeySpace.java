package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One of the parts of a replicated state, which begin with a byte of their own.
///
/// ```text
/// c name                          a record of whoever runs the replica    (system records)
/// h                               how much was written lately             (Retention)
/// k key                           the state machine's
/// s session:16                    when the session was opened             (Sessions)
/// s session:16 sequence:8         a result of the session
/// ```
record KeySpace(byte prefix) {
  static final KeySpace SYSTEM = new KeySpace((byte) 'c');
  static final KeySpace RETENTION = new KeySpace((byte) 'h');
  static final KeySpace MACHINE = new KeySpace((byte) 'k');
  static final KeySpace SESSIONS = new KeySpace((byte) 's');

  byte[] in(byte[] key) {
    byte[] whole = new byte[1 + key.length];
    whole[0] = prefix;
    System.arraycopy(key, 0, whole, 1, key.length);
    return whole;
  }

  KeyRange in(KeyRange range) {
    byte[] to = range.to();
    return new KeyRange(in(range.from()), to == null ? new byte[] {(byte) (prefix + 1)} : in(to));
  }

  Entry out(Entry whole) {
    byte[] key = Arrays.copyOfRange(whole.key(), 1, whole.key().length);
    return new Entry(
        key,
        whole.value(),
        whole.position(),
        whole.createdPosition(),
        whole.version(),
        whole.expiresAtNanos());
  }

  List<Entry> out(List<Entry> wholes) {
    List<Entry> entries = new ArrayList<>(wholes.size());
    for (Entry whole : wholes) {
      entries.add(out(whole));
    }
    return entries;
  }
}
