package dev.dcore.kernel.store;

import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The bytes of what watchers ask and hear. Types and field numbers are append-only.
public final class WatchMessages {
  private static final RecordCodec<KvEvent> EVENT =
      RecordCodec.<KvEvent>of("event")
          .record(1, KvAnswers.ITEM, KvEvent::item)
          .build(in -> new KvEvent(in.record(1, KvAnswers.ITEM)));

  private static final RecordCodec<WatchNotice.Events> EVENTS =
      RecordCodec.<WatchNotice.Events>of("events")
          .number(1, WatchNotice.Events::revision)
          .list(2, EVENT, WatchNotice.Events::events)
          .build(in -> new WatchNotice.Events(in.number(1), in.list(2, EVENT)));

  private static final RecordCodec<WatchNotice.Resync> RESYNC =
      RecordCodec.<WatchNotice.Resync>of("resync")
          .number(1, WatchNotice.Resync::revision)
          .build(in -> new WatchNotice.Resync(in.number(1)));

  public static final TypedBytes<WatchNotice> NOTICES =
      new TypedBytes<>(
          new MessageTable.Builder<WatchNotice>()
              .add(1, WatchNotice.Events.class, EVENTS)
              .add(2, WatchNotice.Resync.class, RESYNC)
              .build());

  private static final RecordCodec<KvWatch> WATCH =
      RecordCodec.<KvWatch>of("watch")
          .record(1, KvMessages.RANGE, KvWatch::range)
          .number(2, KvWatch::from)
          .build(in -> new KvWatch(in.record(1, KvMessages.RANGE), in.number(2)));

  /// What a watch begins with.
  public static final TypedBytes<KvWatch> WATCHES =
      new TypedBytes<>(new MessageTable.Builder<KvWatch>().add(1, KvWatch.class, WATCH).build());

  private WatchMessages() {}
}
