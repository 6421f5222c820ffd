package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Members;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A weak view that a test sets, of the nodes 1, 2, 3 and so on in their first lives.
final class WeakView implements Members {
  private final Map<NodeId, Member> known = new LinkedHashMap<>();

  /// @param size all of them alive
  WeakView(int size) {
    for (int number = 1; number <= size; number++) {
      set(number, MemberState.ALIVE, Incarnation.ofBoot(1));
    }
  }

  static NodeId id(int number) {
    return new NodeId(0, number);
  }

  Member set(int number, MemberState state, long incarnation) {
    Member member =
        new Member(
            id(number),
            "n" + number,
            new Address("host", number),
            state,
            Phase.UP,
            incarnation,
            Metadata.EMPTY,
            ProtocolRange.OURS,
            -1);
    known.put(member.id(), member);
    return member;
  }

  void forget(int number) {
    known.remove(id(number));
  }

  /// A step at this time; what it sends is dropped.
  Turn turn(long nowNanos) {
    return new Turn(nowNanos, this, _ -> {});
  }

  @Override
  public List<Member> members() {
    return new ArrayList<>(known.values());
  }

  @Override
  public @Nullable Member member(NodeId id) {
    return known.get(id);
  }

  @Override
  public int participants() {
    return (int) known.values().stream().filter(each -> each.state().participates()).count();
  }

  /// The second view of a lineage, of the first lives of the nodes 1 to `size`.
  static StableView stable(int size) {
    List<StableMember> members = new ArrayList<>();
    for (int number = 1; number <= size; number++) {
      members.add(new StableMember(id(number), 1, 1));
    }
    return new StableView(1, 2, members);
  }

  /// How node 1 stands when it holds [#stable].
  static Standing standing(int size) {
    return standing(1, size);
  }

  /// How this node does, which only observes when it is of a higher number.
  static Standing standing(int number, int size) {
    Standing standing = new Standing(new NodeIdentity(id(number), 1), KnownViews.UNSHARED);
    standing.adopt(stable(size), false);
    return standing;
  }
}
