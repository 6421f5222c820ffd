package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.transport.AddressCodec;
import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;
import dev.dcore.kernel.transport.TagCodec;
import java.util.function.Function;

/// The codes and schemas of what membership sends. Codes 1 to 31 are membership's.
public final class SwimMessages {
  /// Of the messages with codes up to this one, and of nacks, each is a datagram.
  private static final int LAST_DATAGRAM_CODE = 4;

  private static final int NACK_CODE = 20;

  private static final EnumCodes<MemberState> STATES =
      EnumCodes.of(MemberState.ALIVE, MemberState.SUSPECT, MemberState.DEAD, MemberState.LEFT);

  private static final EnumCodes<Verdict> VERDICTS =
      EnumCodes.of(Verdict.SUSPECTED, Verdict.DEAD, Verdict.LEFT, Verdict.FORGOTTEN);

  private static final EnumCodes<Evidence.Kind> KINDS =
      EnumCodes.of(
          Evidence.Kind.PING_SENT,
          Evidence.Kind.PING_TIMED_OUT,
          Evidence.Kind.RELAY_ASKED,
          Evidence.Kind.STREAM_TRIED,
          Evidence.Kind.STREAM_FAILED,
          Evidence.Kind.NO_ANSWER,
          Evidence.Kind.SUSPECTED,
          Evidence.Kind.SUSPICION_HEARD,
          Evidence.Kind.SUSPICION_EXPIRED,
          Evidence.Kind.DEATH_HEARD,
          Evidence.Kind.REFUTED,
          Evidence.Kind.LEFT,
          Evidence.Kind.CONFIRMED,
          Evidence.Kind.DOUBTED,
          Evidence.Kind.FORCED_TO_LEAVE);

  /// The body of a claim.
  public static final RecordCodec<Profile> PROFILE =
      RecordCodec.<Profile>of("profile")
          .text(1, Profile::name)
          .record(2, AddressCodec.CODEC, Profile::address)
          .list(3, TagCodec.CODEC, profile -> profile.metadata().tags())
          .flag(4, Profile::draining)
          .number(5, profile -> profile.protocol().lowest() - 1L)
          .number(6, profile -> profile.protocol().highest() - profile.protocol().lowest())
          .build(
              in ->
                  new Profile(
                      in.text(1),
                      in.record(2, AddressCodec.CODEC),
                      Metadata.ofTags(in.list(3, TagCodec.CODEC)),
                      in.flag(4),
                      new ProtocolRange(in.integer(5) + 1, in.integer(5) + 1 + in.integer(6))));

  private static final RecordCodec<Claim> CLAIM =
      RecordCodec.<Claim>of("claim")
          .id(1, Claim::id)
          .number(2, Claim::incarnation)
          .flag(3, Claim::left)
          .bytes(4, Claim::body)
          .build(in -> new Claim(in.id(1), in.number(2), in.flag(3), in.bytes(4)));

  private static final RecordCodec<Accusation> ACCUSATION =
      RecordCodec.<Accusation>of("accusation")
          .id(1, Accusation::target)
          .number(2, Accusation::incarnation)
          .constant(3, VERDICTS, Accusation::verdict)
          .id(4, Accusation::accuser)
          .build(in -> new Accusation(in.id(1), in.number(2), in.constant(3, VERDICTS), in.id(4)));

  private static final RecordCodec<Doubt> DOUBT =
      RecordCodec.<Doubt>of("doubt")
          .id(1, Doubt::target)
          .number(2, Doubt::incarnation)
          .id(3, Doubt::doubter)
          .number(4, Doubt::epoch)
          .build(in -> new Doubt(in.id(1), in.number(2), in.id(3), in.number(4)));

  private static final RecordCodec<SwimMessage.StateEntry> STATE_ENTRY =
      RecordCodec.<SwimMessage.StateEntry>of("state entry")
          .record(1, CLAIM, SwimMessage.StateEntry::claim)
          .constant(2, STATES, SwimMessage.StateEntry::state)
          .id(3, SwimMessage.StateEntry::accuser)
          .build(
              in ->
                  new SwimMessage.StateEntry(
                      in.record(1, CLAIM), in.constant(2, STATES), in.id(3)));

  private static final RecordCodec<SwimMessage.Ping> PING =
      withRumors(
              RecordCodec.<SwimMessage.Ping>of("ping")
                  .number(1, SwimMessage.Ping::sequence)
                  .fixed(2, SwimMessage.Ping::target)
                  .number(6, SwimMessage.Ping::epoch)
                  .fixed(7, SwimMessage.Ping::digest)
                  .number(9, SwimMessage.Ping::mark),
              SwimMessage.Ping::rumors)
          .build(
              in ->
                  new SwimMessage.Ping(
                      in.number(1),
                      in.number(2),
                      in.number(6),
                      in.number(7),
                      in.integer(9),
                      rumors(in)));

  private static final RecordCodec<SwimMessage.Ack> ACK =
      withRumors(
              RecordCodec.<SwimMessage.Ack>of("ack")
                  .number(1, SwimMessage.Ack::sequence)
                  .fixed(2, SwimMessage.Ack::target)
                  .fixed(7, SwimMessage.Ack::digest)
                  .number(9, SwimMessage.Ack::mark),
              SwimMessage.Ack::rumors)
          .bytes(8, SwimMessages::packedCoordinate)
          .build(
              in ->
                  new SwimMessage.Ack(
                      in.number(1),
                      in.number(2),
                      in.number(7),
                      in.integer(9),
                      rumors(in),
                      Coordinate.unpack(in.bytes(8))));

  private static final RecordCodec<SwimMessage.Nack> NACK =
      RecordCodec.<SwimMessage.Nack>of("nack")
          .number(1, SwimMessage.Nack::sequence)
          .build(in -> new SwimMessage.Nack(in.number(1)));

  private static final RecordCodec<SwimMessage.IndirectPing> INDIRECT_PING =
      withRumors(
              RecordCodec.<SwimMessage.IndirectPing>of("indirect ping")
                  .number(1, SwimMessage.IndirectPing::sequence)
                  .id(2, SwimMessage.IndirectPing::target)
                  .record(5, AddressCodec.CODEC, SwimMessage.IndirectPing::targetAddress),
              SwimMessage.IndirectPing::rumors)
          .build(
              in ->
                  new SwimMessage.IndirectPing(
                      in.number(1), in.id(2), in.record(5, AddressCodec.CODEC), rumors(in)));

  private static final RecordCodec<SwimMessage.Gossip> GOSSIP =
      withRumors(RecordCodec.<SwimMessage.Gossip>of("gossip"), SwimMessage.Gossip::rumors)
          .build(in -> new SwimMessage.Gossip(rumors(in)));

  private static final RecordCodec<SwimMessage.StreamPing> STREAM_PING =
      RecordCodec.<SwimMessage.StreamPing>of("stream ping")
          .number(1, SwimMessage.StreamPing::sequence)
          .id(2, SwimMessage.StreamPing::target)
          .record(3, AddressCodec.CODEC, SwimMessage.StreamPing::replyTo)
          .build(
              in ->
                  new SwimMessage.StreamPing(
                      in.number(1), in.id(2), in.record(3, AddressCodec.CODEC)));

  private static final RecordCodec<SwimMessage.StreamAck> STREAM_ACK =
      RecordCodec.<SwimMessage.StreamAck>of("stream ack")
          .number(1, SwimMessage.StreamAck::sequence)
          .id(2, SwimMessage.StreamAck::target)
          .build(in -> new SwimMessage.StreamAck(in.number(1), in.id(2)));

  private static final RecordCodec<SwimMessage.Join> JOIN =
      RecordCodec.<SwimMessage.Join>of("join")
          .record(1, CLAIM, SwimMessage.Join::claim)
          .build(in -> new SwimMessage.Join(in.record(1, CLAIM)));

  private static final RecordCodec<SwimMessage.Welcome> WELCOME =
      RecordCodec.<SwimMessage.Welcome>of("welcome")
          .list(1, STATE_ENTRY, SwimMessage.Welcome::entries)
          .build(in -> new SwimMessage.Welcome(in.list(1, STATE_ENTRY)));

  private static final RecordCodec<SwimMessage.Reconcile> RECONCILE =
      RecordCodec.<SwimMessage.Reconcile>of("reconcile")
          .record(1, CLAIM, SwimMessage.Reconcile::claim)
          .fixed(2, SwimMessage.Reconcile::digest)
          .flag(3, SwimMessage.Reconcile::opening)
          .bytes(4, SwimMessage.Reconcile::digests)
          .bytes(5, SwimMessage.Reconcile::rows)
          .bytes(6, SwimMessage.Reconcile::wanted)
          .list(7, STATE_ENTRY, SwimMessage.Reconcile::entries)
          .build(
              in ->
                  new SwimMessage.Reconcile(
                      in.record(1, CLAIM),
                      in.number(2),
                      in.flag(3),
                      in.bytes(4),
                      in.bytes(5),
                      in.bytes(6),
                      in.list(7, STATE_ENTRY)));

  private static final RecordCodec<SwimMessage.JoinRefused> JOIN_REFUSED =
      RecordCodec.<SwimMessage.JoinRefused>of("join refused")
          .text(1, SwimMessage.JoinRefused::reason)
          .build(in -> new SwimMessage.JoinRefused(in.text(1)));

  private static final RecordCodec<Evidence.Step> STEP =
      RecordCodec.<Evidence.Step>of("evidence step")
          .number(1, Evidence.Step::agoNanos)
          .constant(2, KINDS, Evidence.Step::kind)
          .text(3, Evidence.Step::via)
          .text(4, Evidence.Step::detail)
          .build(
              in -> new Evidence.Step(in.number(1), in.constant(2, KINDS), in.text(3), in.text(4)));

  /// Evidence travels in the body of a reply.
  public static final RecordCodec<Evidence> EVIDENCE =
      RecordCodec.<Evidence>of("evidence")
          .id(1, Evidence::target)
          .text(2, Evidence::name)
          .number(3, Evidence::incarnation)
          .constant(4, STATES, Evidence::state)
          .id(5, Evidence::accuser)
          .text(6, Evidence::accuserName)
          .list(7, STEP, Evidence::steps)
          .build(
              in ->
                  new Evidence(
                      in.id(1),
                      in.text(2),
                      in.number(3),
                      in.constant(4, STATES),
                      in.id(5),
                      in.text(6),
                      in.list(7, STEP)));

  /// Codes are append-only: a number that was used is never given to another message.
  public static final MessageTable<SwimMessage> TABLE =
      new MessageTable.Builder<SwimMessage>()
          .add(1, SwimMessage.Ping.class, PING)
          .add(2, SwimMessage.Ack.class, ACK)
          .add(3, SwimMessage.IndirectPing.class, INDIRECT_PING)
          .add(4, SwimMessage.Gossip.class, GOSSIP)
          .add(5, SwimMessage.StreamPing.class, STREAM_PING)
          .add(6, SwimMessage.StreamAck.class, STREAM_ACK)
          .add(8, SwimMessage.JoinRefused.class, JOIN_REFUSED)
          .add(10, SwimMessage.Join.class, JOIN)
          .add(11, SwimMessage.Welcome.class, WELCOME)
          .add(12, SwimMessage.Reconcile.class, RECONCILE)
          .add(NACK_CODE, SwimMessage.Nack.class, NACK)
          .build();

  private SwimMessages() {}

  /// Rumors ride in the same fields on every message that carries them.
  private static <T> RecordCodec.Schema<T> withRumors(
      RecordCodec.Schema<T> schema, Function<T, Rumors> get) {
    return schema
        .list(3, CLAIM, message -> get.apply(message).claims())
        .list(4, ACCUSATION, message -> get.apply(message).accusations())
        .list(10, DOUBT, message -> get.apply(message).doubts());
  }

  private static byte[] packedCoordinate(SwimMessage.Ack ack) {
    Coordinate coordinate = ack.coordinate();
    return coordinate == null ? new byte[0] : coordinate.pack();
  }

  private static Rumors rumors(RecordCodec.Values in) {
    return Rumors.of(in.list(3, CLAIM), in.list(4, ACCUSATION), in.list(10, DOUBT));
  }

  /// Whether messages of this code travel as datagrams; all others on streams.
  public static boolean isDatagram(int code) {
    return code <= LAST_DATAGRAM_CODE || code == NACK_CODE;
  }
}
