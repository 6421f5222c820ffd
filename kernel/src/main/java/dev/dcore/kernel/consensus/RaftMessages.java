package dev.dcore.kernel.consensus;

import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The codes and schemas of what consensus sends, all of it on streams. Codes 96 to 127 are its
/// own.
public final class RaftMessages {
  private static final EnumCodes<Entry.Kind> KINDS =
      EnumCodes.of(
          Entry.Kind.COMMAND, Entry.Kind.NOOP, Entry.Kind.CONFIGURATION, Entry.Kind.SNAPSHOT);

  private static final RecordCodec<Entry> ENTRY =
      RecordCodec.<Entry>of("entry")
          .number(1, Entry::index)
          .number(2, Entry::term)
          .constant(3, KINDS, Entry::kind)
          .bytes(4, Entry::data)
          .build(in -> new Entry(in.number(1), in.number(2), in.constant(3, KINDS), in.bytes(4)));

  private static final RecordCodec<RaftMessage.PreVote> PRE_VOTE =
      RecordCodec.<RaftMessage.PreVote>of("pre-vote")
          .number(1, RaftMessage.PreVote::term)
          .number(2, RaftMessage.PreVote::lastIndex)
          .number(3, RaftMessage.PreVote::lastTerm)
          .build(in -> new RaftMessage.PreVote(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<RaftMessage.PreVoted> PRE_VOTED =
      RecordCodec.<RaftMessage.PreVoted>of("pre-voted")
          .number(1, RaftMessage.PreVoted::term)
          .flag(2, RaftMessage.PreVoted::granted)
          .build(in -> new RaftMessage.PreVoted(in.number(1), in.flag(2)));

  private static final RecordCodec<RaftMessage.RequestVote> REQUEST_VOTE =
      RecordCodec.<RaftMessage.RequestVote>of("request-vote")
          .number(1, RaftMessage.RequestVote::term)
          .number(2, RaftMessage.RequestVote::lastIndex)
          .number(3, RaftMessage.RequestVote::lastTerm)
          .flag(4, RaftMessage.RequestVote::transfer)
          .build(
              in ->
                  new RaftMessage.RequestVote(
                      in.number(1), in.number(2), in.number(3), in.flag(4)));

  private static final RecordCodec<RaftMessage.Voted> VOTED =
      RecordCodec.<RaftMessage.Voted>of("voted")
          .number(1, RaftMessage.Voted::term)
          .flag(2, RaftMessage.Voted::granted)
          .build(in -> new RaftMessage.Voted(in.number(1), in.flag(2)));

  private static final RecordCodec<RaftMessage.Append> APPEND =
      RecordCodec.<RaftMessage.Append>of("append")
          .number(1, RaftMessage.Append::term)
          .number(2, RaftMessage.Append::previousIndex)
          .number(3, RaftMessage.Append::previousTerm)
          .number(4, RaftMessage.Append::commit)
          .list(5, ENTRY, RaftMessage.Append::entries)
          .build(
              in ->
                  new RaftMessage.Append(
                      in.number(1), in.number(2), in.number(3), in.number(4), in.list(5, ENTRY)));

  private static final RecordCodec<RaftMessage.Appended> APPENDED =
      RecordCodec.<RaftMessage.Appended>of("appended")
          .number(1, RaftMessage.Appended::term)
          .number(2, RaftMessage.Appended::match)
          .build(in -> new RaftMessage.Appended(in.number(1), in.number(2)));

  private static final RecordCodec<RaftMessage.Refused> REFUSED =
      RecordCodec.<RaftMessage.Refused>of("refused")
          .number(1, RaftMessage.Refused::term)
          .number(2, RaftMessage.Refused::previousIndex)
          .number(3, RaftMessage.Refused::hintIndex)
          .number(4, RaftMessage.Refused::hintTerm)
          .build(
              in ->
                  new RaftMessage.Refused(in.number(1), in.number(2), in.number(3), in.number(4)));

  private static final RecordCodec<RaftMessage.Heartbeat> HEARTBEAT =
      RecordCodec.<RaftMessage.Heartbeat>of("heartbeat")
          .number(1, RaftMessage.Heartbeat::term)
          .number(2, RaftMessage.Heartbeat::commit)
          .number(3, RaftMessage.Heartbeat::round)
          .build(in -> new RaftMessage.Heartbeat(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<RaftMessage.HeartbeatAnswered> HEARTBEAT_ANSWERED =
      RecordCodec.<RaftMessage.HeartbeatAnswered>of("heartbeat-answered")
          .number(1, RaftMessage.HeartbeatAnswered::term)
          .number(2, RaftMessage.HeartbeatAnswered::round)
          .build(in -> new RaftMessage.HeartbeatAnswered(in.number(1), in.number(2)));

  private static final RecordCodec<RaftMessage.AskIndex> ASK_INDEX =
      RecordCodec.<RaftMessage.AskIndex>of("ask-index")
          .number(1, RaftMessage.AskIndex::term)
          .number(2, RaftMessage.AskIndex::id)
          .build(in -> new RaftMessage.AskIndex(in.number(1), in.number(2)));

  private static final RecordCodec<RaftMessage.IndexIs> INDEX_IS =
      RecordCodec.<RaftMessage.IndexIs>of("index-is")
          .number(1, RaftMessage.IndexIs::term)
          .number(2, RaftMessage.IndexIs::id)
          .number(3, RaftMessage.IndexIs::index)
          .build(in -> new RaftMessage.IndexIs(in.number(1), in.number(2), in.number(3)));

  private static final RecordCodec<RaftMessage.TimeoutNow> TIMEOUT_NOW =
      RecordCodec.<RaftMessage.TimeoutNow>of("timeout-now")
          .number(1, RaftMessage.TimeoutNow::term)
          .build(in -> new RaftMessage.TimeoutNow(in.number(1)));

  private static final RecordCodec<RaftMessage.Learn> LEARN =
      RecordCodec.<RaftMessage.Learn>of("learn")
          .number(1, RaftMessage.Learn::term)
          .id(2, RaftMessage.Learn::learner)
          .build(in -> new RaftMessage.Learn(in.number(1), in.id(2)));

  private static final RecordCodec<RaftMessage.Offer> OFFER =
      RecordCodec.<RaftMessage.Offer>of("offer")
          .number(1, RaftMessage.Offer::term)
          .number(2, RaftMessage.Offer::index)
          .number(3, RaftMessage.Offer::indexTerm)
          .record(4, Configuration.CODEC, RaftMessage.Offer::configuration)
          .build(
              in ->
                  new RaftMessage.Offer(
                      in.number(1), in.number(2), in.number(3), in.record(4, Configuration.CODEC)));

  private static final RecordCodec<RaftMessage.AskChunk> ASK_CHUNK =
      RecordCodec.<RaftMessage.AskChunk>of("ask-chunk")
          .number(1, RaftMessage.AskChunk::term)
          .number(2, RaftMessage.AskChunk::index)
          .bytes(3, RaftMessage.AskChunk::after)
          .build(in -> new RaftMessage.AskChunk(in.number(1), in.number(2), in.bytes(3)));

  private static final RecordCodec<RaftMessage.Chunk> CHUNK =
      RecordCodec.<RaftMessage.Chunk>of("chunk")
          .number(1, RaftMessage.Chunk::term)
          .number(2, RaftMessage.Chunk::index)
          .bytes(3, RaftMessage.Chunk::after)
          .bytes(4, RaftMessage.Chunk::last)
          .bytes(5, RaftMessage.Chunk::content)
          .flag(6, RaftMessage.Chunk::done)
          .build(
              in ->
                  new RaftMessage.Chunk(
                      in.number(1),
                      in.number(2),
                      in.bytes(3),
                      in.bytes(4),
                      in.bytes(5),
                      in.flag(6)));

  /// Codes are append-only: a number that was used is never given to another message.
  public static final MessageTable<RaftMessage> TABLE =
      new MessageTable.Builder<RaftMessage>()
          .add(96, RaftMessage.PreVote.class, PRE_VOTE)
          .add(97, RaftMessage.PreVoted.class, PRE_VOTED)
          .add(98, RaftMessage.RequestVote.class, REQUEST_VOTE)
          .add(99, RaftMessage.Voted.class, VOTED)
          .add(100, RaftMessage.Append.class, APPEND)
          .add(101, RaftMessage.Appended.class, APPENDED)
          .add(102, RaftMessage.Refused.class, REFUSED)
          .add(103, RaftMessage.Heartbeat.class, HEARTBEAT)
          .add(104, RaftMessage.HeartbeatAnswered.class, HEARTBEAT_ANSWERED)
          .add(105, RaftMessage.AskIndex.class, ASK_INDEX)
          .add(106, RaftMessage.IndexIs.class, INDEX_IS)
          .add(107, RaftMessage.TimeoutNow.class, TIMEOUT_NOW)
          .add(108, RaftMessage.Learn.class, LEARN)
          .add(109, RaftMessage.Offer.class, OFFER)
          .add(110, RaftMessage.AskChunk.class, ASK_CHUNK)
          .add(111, RaftMessage.Chunk.class, CHUNK)
          .build();

  private RaftMessages() {}
}
