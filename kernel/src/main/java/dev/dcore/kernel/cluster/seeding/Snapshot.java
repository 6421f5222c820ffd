package dev.dcore.kernel.cluster.seeding;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.AddressCodec;
import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.RecordCodec;
import dev.dcore.kernel.transport.TagCodec;
import java.util.List;

/// What a node keeps of its cluster in its data directory: whom it can ask when it starts again,
/// and who is gone for good. Both are hints that may be old: who is remembered is asked and not
/// believed alive, and who is buried can come back by a newer claim of its own. Also what it says
/// of itself, if that was changed while it ran.
///
/// As a value of slots ([dev.dcore.kernel.persistence.SlotTurns]), in the Protocol Buffers
/// encoding; the slot adds version and checksum.
///
/// @param living members that took part, at most [#LIVING_MAX]
/// @param tombstones members that are dead or have left, at most [#TOMBSTONES_MAX]
/// @param own what this node said of itself
public record Snapshot(List<Living> living, List<Tombstone> tombstones, Described own) {
  /// One that answers is enough to join; that all of so many have moved away is another cluster.
  public static final int LIVING_MAX = 256;

  /// Who is gone is forgotten beyond this many, as if it had never been seen: enough for a year of
  /// a thousand nodes that each lose their directory every month.
  public static final int TOMBSTONES_MAX = 12_000;

  /// The largest file that is read.
  public static final int BYTES_MAX = 1 << 20;

  /// Tells the files of snapshots from others: `DCMS`.
  public static final int MAGIC = 0x44434D53;

  /// Nothing is known.
  public static final Snapshot EMPTY = new Snapshot(List.of(), List.of(), Described.NOTHING);

  /// A member that took part.
  public record Living(NodeId id, long incarnation, String name, Address address) {
    /// @throws IllegalArgumentException when it is out of bounds
    public Living {
      requireIdentity(id, incarnation);
    }
  }

  /// A member that is gone: nothing that is said of this incarnation or of an earlier one brings it
  /// back.
  ///
  /// @param state `DEAD` or `LEFT`
  /// @param reaped whether it was not listed any more
  public record Tombstone(NodeId id, long incarnation, MemberState state, boolean reaped) {
    /// @throws IllegalArgumentException when it is out of bounds
    public Tombstone {
      requireIdentity(id, incarnation);
      if (state.participates()) {
        throw new IllegalArgumentException("who takes part is not buried");
      }
    }
  }

  /// What a node says of itself.
  ///
  /// @param given what it was started with
  /// @param changed what it said last
  public record Described(Metadata given, Metadata changed) {
    public static final Described NOTHING = new Described(Metadata.EMPTY, Metadata.EMPTY);

    /// What it says when it starts: who starts it with something else than before wants just that.
    public Metadata atStart(Metadata givenNow) {
      return givenNow.equals(given) ? changed : givenNow;
    }
  }

  private static final EnumCodes<MemberState> STATES =
      EnumCodes.of(MemberState.ALIVE, MemberState.SUSPECT, MemberState.DEAD, MemberState.LEFT);

  private static final RecordCodec<Living> LIVING =
      RecordCodec.<Living>of("remembered member")
          .id(1, Living::id)
          .number(2, Living::incarnation)
          .text(3, Living::name)
          .record(4, AddressCodec.CODEC, Living::address)
          .build(
              in ->
                  new Living(in.id(1), in.number(2), in.text(3), in.record(4, AddressCodec.CODEC)));

  private static final RecordCodec<Tombstone> TOMBSTONE =
      RecordCodec.<Tombstone>of("tombstone")
          .id(1, Tombstone::id)
          .number(2, Tombstone::incarnation)
          .constant(3, STATES, Tombstone::state)
          .flag(4, Tombstone::reaped)
          .build(in -> new Tombstone(in.id(1), in.number(2), in.constant(3, STATES), in.flag(4)));

  private static final RecordCodec<Snapshot> CODEC =
      RecordCodec.<Snapshot>of("snapshot of members")
          .list(1, LIVING, Snapshot::living)
          .list(2, TOMBSTONE, Snapshot::tombstones)
          .list(3, TagCodec.CODEC, snapshot -> snapshot.own().given().tags())
          .list(4, TagCodec.CODEC, snapshot -> snapshot.own().changed().tags())
          .build(
              in ->
                  new Snapshot(
                      in.list(1, LIVING),
                      in.list(2, TOMBSTONE),
                      new Described(
                          Metadata.ofTags(in.list(3, TagCodec.CODEC)),
                          Metadata.ofTags(in.list(4, TagCodec.CODEC)))));

  /// @throws IllegalArgumentException when there is more than fits
  public Snapshot {
    living = List.copyOf(living);
    tombstones = List.copyOf(tombstones);
    if (living.size() > LIVING_MAX || tombstones.size() > TOMBSTONES_MAX) {
      throw new IllegalArgumentException(
          living.size() + " members and " + tombstones.size() + " tombstones are too many");
    }
  }

  public byte[] encode() {
    return CODEC.encode(this);
  }

  /// @throws MalformedFrame for any bytes that are not a snapshot; never anything else
  public static Snapshot decode(byte[] bytes) throws MalformedFrame {
    return CODEC.decode(bytes);
  }

  private static void requireIdentity(NodeId id, long incarnation) {
    if (id.equals(NodeId.NONE)) {
      throw new IllegalArgumentException("a member has an id");
    }
    if (!Incarnation.valid(incarnation)) {
      throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
    }
  }
}
