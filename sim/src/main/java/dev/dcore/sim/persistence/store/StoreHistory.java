package dev.dcore.sim.persistence.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.runtime.StoreAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a store was asked to write and what it acknowledged, through all lives of one data
/// directory, and what must hold of its content when it is opened:
///
/// - it is what a prefix of the writes makes, in their order, with every acknowledged one and none
///   that was refused;
/// - what is to live for a time is there until the store was open for so long, and gone soon after.
public final class StoreHistory {
  /// Keys that are to live for a time begin with this; they are written once each.
  private static final String MORTAL = "t";

  /// One write.
  ///
  /// @param value null for a deletion
  private record Asked(long ticket, String key, @Nullable String value) {}

  /// What a key must have.
  ///
  /// @param version how often it was written since it was made
  record Held(String value, int version) {}

  /// A key that is to live for a time.
  ///
  /// @param endsNanos how long stores will have been open when its time is over
  private record Mortal(String value, long endsNanos) {}

  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, Mortal> mortals = new TreeMap<>();
  private final Map<Long, String> mortalTickets = new TreeMap<>();
  private final Map<String, Mortal> unsure = new TreeMap<>();
  private int acknowledged;
  private long openNanos;
  private long lastTicket;

  long nextTicket() {
    return ++lastTicket;
  }

  /// How many writes there may be.
  int writes() {
    return asked.size();
  }

  void onAsked(long ticket, String key, @Nullable String value) {
    asked.add(new Asked(ticket, key, value));
  }

  /// @param livesNanos how long
  void onAskedMortal(long ticket, String value, long livesNanos) {
    mortalTickets.put(ticket, MORTAL + ticket);
    unsure.put(MORTAL + ticket, new Mortal(value, openNanos + livesNanos));
  }

  static String mortalKey(long ticket) {
    return MORTAL + ticket;
  }

  /// The store was open for so long.
  void onOpenFor(long nanos) {
    openNanos += nanos;
  }

  void onAnswer(long ticket, StoreAnswer answer) {
    String mortal = mortalTickets.remove(ticket);
    if (mortal != null) {
      Mortal known = unsure.get(mortal);
      if (answer instanceof StoreAnswer.Written && known != null) {
        mortals.put(mortal, known);
      } else if (answer instanceof StoreAnswer.Rejected) {
        unsure.remove(mortal);
      }
      return;
    }
    int place = place(ticket);
    if (place < 0) {
      return;
    }
    switch (answer) {
      case StoreAnswer.Written _ -> {
        require(
            place >= acknowledged, "a write was acknowledged before one that was asked for first");
        acknowledged = place + 1;
      }
      case StoreAnswer.Rejected _ -> asked.remove(place);
      default -> {}
    }
  }

  private int place(long ticket) {
    for (int i = asked.size() - 1; i >= acknowledged; i--) {
      if (asked.get(i).ticket() == ticket) {
        return i;
      }
    }
    return -1;
  }

  /// What is there after a crash; what it is made of is acknowledged from now on.
  void onOpened(List<Entry> found) {
    SortedMap<String, Held> content = new TreeMap<>();
    for (Entry entry : found) {
      content.put(text(entry.key()), new Held(text(entry.value()), entry.version()));
    }
    requireMortals(content);
    content.keySet().removeIf(key -> key.startsWith(MORTAL));
    SortedMap<String, Held> expected = after(acknowledged);
    SortedMap<String, Held> atLeast = new TreeMap<>(expected);
    int prefix = acknowledged;
    while (!expected.equals(content) && prefix < asked.size()) {
      apply(expected, asked.get(prefix));
      prefix++;
    }
    require(
        expected.equals(content),
        "no prefix of the writes makes what is there; different from what was acknowledged: "
            + difference(atLeast, content));
    asked.subList(prefix, asked.size()).clear();
    acknowledged = prefix;
    mortalTickets.clear();
    unsure.keySet().retainAll(mortals.keySet());
  }

  /// What is there while it is open and all is answered.
  void onRead(List<Entry> found) {
    List<Entry> plain = new ArrayList<>(found);
    plain.removeIf(entry -> text(entry.key()).startsWith(MORTAL));
    SortedMap<String, Held> content = new TreeMap<>();
    plain.forEach(
        each -> content.put(text(each.key()), new Held(text(each.value()), each.version())));
    SortedMap<String, Held> expected = after(acknowledged);
    require(expected.equals(content), "it reads otherwise: " + difference(expected, content));
  }

  /// Nothing that was to live for a time is there.
  void onAllExpired(List<Entry> found) {
    for (Entry entry : found) {
      require(!text(entry.key()).startsWith(MORTAL), text(entry.key()) + " outlived its time");
    }
    mortals.clear();
  }

  private void requireMortals(SortedMap<String, Held> content) {
    mortals.forEach(
        (key, mortal) ->
            require(
                mortal.endsNanos() <= openNanos || content.containsKey(key),
                key + " is gone before its time"));
    mortals.keySet().retainAll(content.keySet());
    content.forEach(
        (key, held) -> {
          Mortal mortal = unsure.get(key);
          require(
              !key.startsWith(MORTAL) || (mortal != null && mortal.value().equals(held.value())),
              key + " is back, or has another value");
          if (mortal != null) {
            mortals.put(key, mortal);
          }
        });
  }

  private SortedMap<String, Held> after(int count) {
    SortedMap<String, Held> content = new TreeMap<>();
    asked.subList(0, count).forEach(each -> apply(content, each));
    return content;
  }

  private static void apply(SortedMap<String, Held> content, Asked each) {
    String value = each.value();
    if (value == null) {
      content.remove(each.key());
    } else {
      Held before = content.get(each.key());
      content.put(each.key(), new Held(value, before == null ? 1 : before.version() + 1));
    }
  }

  private static String difference(
      SortedMap<String, Held> expected, SortedMap<String, Held> found) {
    SortedMap<String, String> different = new TreeMap<>();
    expected.forEach(
        (key, held) -> {
          if (!held.equals(found.get(key))) {
            different.put(key, held + ", not " + found.get(key));
          }
        });
    found.forEach(
        (key, held) -> {
          if (!expected.containsKey(key)) {
            different.put(key, "nothing, not " + held);
          }
        });
    return different.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void require(boolean holds, String broken) {
    if (!holds) {
      throw new AssertionError(broken);
    }
  }
}
