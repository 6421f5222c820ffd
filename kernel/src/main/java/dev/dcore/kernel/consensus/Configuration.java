package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.RecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Who votes. While a change is under way there are two sets, and all that is decided needs a
/// majority of each (joint consensus, section 4.3).
///
/// @param voters in the order of their ids
/// @param incoming those that will replace them; empty when no change is under way
public record Configuration(List<NodeId> voters, List<NodeId> incoming) {
  /// More make each decision slower and nothing safer.
  public static final int VOTERS_MAX = 15;

  /// Nobody votes.
  public static final Configuration NONE = new Configuration(List.of(), List.of());

  private record Id(NodeId id) {}

  private static final RecordCodec<Id> ID =
      RecordCodec.<Id>of("voter").id(1, Id::id).build(in -> new Id(in.id(1)));

  static final RecordCodec<Configuration> CODEC =
      RecordCodec.<Configuration>of("configuration")
          .list(1, ID, configuration -> configuration.voters().stream().map(Id::new).toList())
          .list(2, ID, configuration -> configuration.incoming().stream().map(Id::new).toList())
          .build(in -> new Configuration(ids(in.list(1, ID)), ids(in.list(2, ID))));

  /// @throws IllegalArgumentException in one sentence for people
  public Configuration {
    voters = sorted(voters);
    incoming = sorted(incoming);
  }

  public static Configuration of(List<NodeId> voters) {
    return new Configuration(voters, List.of());
  }

  public boolean joint() {
    return !incoming.isEmpty();
  }

  public boolean votes(NodeId id) {
    return voters.contains(id) || incoming.contains(id);
  }

  /// All that vote, each once, in the order of their ids.
  public List<NodeId> all() {
    if (!joint()) {
      return voters;
    }
    TreeSet<NodeId> all = new TreeSet<>(voters);
    all.addAll(incoming);
    return List.copyOf(all);
  }

  /// Whether those for whom it holds decide.
  boolean decides(Predicate<NodeId> holds) {
    return majority(voters, holds) && (!joint() || majority(incoming, holds));
  }

  /// The largest number that a majority (of each set) has reached.
  long reached(ToLongFunction<NodeId> of) {
    long reached = reached(voters, of);
    return joint() ? Math.min(reached, reached(incoming, of)) : reached;
  }

  public byte[] encode() {
    return CODEC.encode(this);
  }

  /// @throws IllegalArgumentException when these are no bytes of a configuration
  public static Configuration decode(byte[] bytes) {
    try {
      return CODEC.decode(bytes);
    } catch (MalformedFrame e) {
      throw new IllegalArgumentException(e.reason(), e);
    }
  }

  private static boolean majority(List<NodeId> ids, Predicate<NodeId> holds) {
    int count = 0;
    for (NodeId id : ids) {
      count += holds.test(id) ? 1 : 0;
    }
    return count > ids.size() / 2;
  }

  private static long reached(List<NodeId> ids, ToLongFunction<NodeId> of) {
    if (ids.isEmpty()) {
      return 0;
    }
    long[] numbers = new long[ids.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = of.applyAsLong(ids.get(i));
    }
    Arrays.sort(numbers);
    return numbers[(numbers.length - 1) / 2];
  }

  private static List<NodeId> ids(List<Id> ids) {
    return ids.stream().map(Id::id).toList();
  }

  private static List<NodeId> sorted(List<NodeId> ids) {
    List<NodeId> sorted = new ArrayList<>(new TreeSet<>(ids));
    if (sorted.size() != ids.size() || sorted.contains(NodeId.NONE)) {
      throw new IllegalArgumentException("each voter is named once, by its id");
    }
    if (sorted.size() > VOTERS_MAX) {
      throw new IllegalArgumentException("a group has at most " + VOTERS_MAX + " voters");
    }
    return List.copyOf(sorted);
  }
}
