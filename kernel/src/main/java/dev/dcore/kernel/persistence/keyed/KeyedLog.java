package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.compaction.CompactionPlan;
import dev.dcore.kernel.persistence.compaction.CompactionPlanner;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Versions of keys in sealed segments, of which a manifest says which there are.
///
/// ```text
///   caller's active end --Add--> level 0 --Compact--> fewer segments, fewer versions
///                                   \________________/
///                                   one manifest, switched as a whole
/// ```
///
/// To add and to compact are alike: write new segments beside, sync them, sync their names, read
/// them back, and switch the manifest in one store; only then say so, and only then delete what it
/// no longer names. So a crash at any step leaves the old or the new. A switch takes out and puts
/// in by name, so both may go on at the same time.
///
/// Recovery: the manifest that was found is stored again before anything goes by it, since it may
/// be one that a crash of the process cut off between its write and its sync. Then files that it
/// does not name are deleted; one that it names and that is missing or too short is
/// [KeyedLogEffect.Corrupt].
public final class KeyedLog implements Protocol<KeyedLogInput, KeyedLogEffect> {
  private enum Stage {
    NEW,
    LOADING,
    LISTING,
    RESTORING,
    SYNCING_PARENT,
    OPEN,
    FAILED
  }

  private final KeyedLogConfig config;
  private final Work<Addition> addition = new Work<>(Lane.ADDITION, null);
  private final Work<Compaction> compaction;
  private final Work<Scan> scan = new Work<>(Lane.SCAN, null);
  private final Work<Cleaning> cleaning = new Work<>(Lane.CLEANING, null);
  private final ArrayDeque<String> garbage = new ArrayDeque<>();
  private KeyedFiles files = new KeyedFiles(new LogIdentity(0, 0));
  private ManifestKeeper manifest = new ManifestKeeper(files, empty(files));
  private Stage stage = Stage.NEW;
  private boolean fresh;
  private boolean cancelled;
  private boolean scanPaused;
  private long nextId = 1;
  private long lowWater;

  public KeyedLog(KeyedLogConfig config) {
    this.config = config;
    this.compaction = new Work<>(Lane.COMPACTION, new Throttle(config.compactionBytesPerSecond()));
  }

  /// Whether a compaction is under way.
  public boolean compacting() {
    return compaction.job() != null;
  }

  /// The segments that count now.
  public List<SegmentStats> segments() {
    return manifest.durable().segments().stream().map(KeyedSegment::stats).toList();
  }

  @Override
  public void step(long nowNanos, KeyedLogInput input, Effects<KeyedLogEffect> effects) {
    switch (input) {
      case KeyedLogInput.Open(LogIdentity identity) -> onOpen(identity, effects);
      case KeyedLogInput.Add(List<KeyedRecord> records, long through) -> onAdd(records, through);
      case KeyedLogInput.Compact(CompactionPlanner planner, long logicalNanos) ->
          onCompact(planner, logicalNanos, effects);
      case KeyedLogInput.CancelCompaction _ -> cancelled = compaction.job() != null;
      case KeyedLogInput.Passed(long to) -> lowWater = Math.max(lowWater, to);
      case KeyedLogInput.Replaced(long segment, long bytes) -> manifest.replaced(segment, bytes);
      case KeyedLogInput.Scan _ -> onScan();
      case KeyedLogInput.ScanOn _, KeyedLogInput.Wake _ -> {}
      case KeyedLogInput.Operated(Lane lane, FileResult result) ->
          onOperated(lane, result, effects);
    }
    if (stage == Stage.OPEN) {
      driveAll(nowNanos, input instanceof KeyedLogInput.ScanOn, effects);
    }
  }

  // ------------------------------------------------------------------------------------- opening

  private void onOpen(LogIdentity identity, Effects<KeyedLogEffect> effects) {
    Invariant.check(stage == Stage.NEW, "a log is opened once");
    stage = Stage.LOADING;
    files = new KeyedFiles(identity);
    manifest = new ManifestKeeper(files, empty(files));
    manifest.load(slots(effects));
  }

  private void onLoaded(byte[] bytes, Effects<KeyedLogEffect> effects) {
    Manifest found = Manifest.decode(bytes);
    if (found == null) {
      fail("the manifest is of a version that is not known here", effects);
    } else if (!found.log().equals(files.log())) {
      fail("the files are of another log", effects);
    } else {
      manifest.loaded(found);
      nextId = found.nextId();
      list(effects);
    }
  }

  private void list(Effects<KeyedLogEffect> effects) {
    stage = Stage.LISTING;
    effects.add(new KeyedLogEffect.Operate(Lane.MANIFEST, new FileOperation.List()));
  }

  private void onListed(FileResult.Listed listed, Effects<KeyedLogEffect> effects) {
    List<KeyedSegment> missing = new ArrayList<>(manifest.durable().segments());
    for (var file : listed.files()) {
      if (KeyedFiles.isSegment(file.name())) {
        long id = KeyedFiles.idOf(file.name());
        nextId = Math.max(nextId, id + 1);
        if (manifest.durable().segments().stream().noneMatch(each -> each.id() == id)) {
          garbage.add(file.name());
        }
        missing.removeIf(each -> each.id() == id && each.stats().bytes() <= file.bytes());
      }
    }
    if (!missing.isEmpty()) {
      String file = files.segment(missing.getFirst().id());
      corrupt(file, "missing or cut short, and the manifest names it", effects);
    } else if (fresh && !garbage.isEmpty()) {
      corrupt(garbage.getFirst(), "a segment, and there is no manifest", effects);
    } else {
      stage = Stage.RESTORING;
      manifest.store(nextId, true, slots(effects));
    }
  }

  private void corrupt(String file, String reason, Effects<KeyedLogEffect> effects) {
    effects.add(new KeyedLogEffect.Corrupt(file, 0, reason));
    fail(file + ": " + reason, effects);
  }

  private void fail(String reason, Effects<KeyedLogEffect> effects) {
    boolean wasOpen = stage == Stage.OPEN;
    stage = Stage.FAILED;
    effects.add(
        wasOpen ? new KeyedLogEffect.Poisoned(reason) : new KeyedLogEffect.OpenFailed(reason));
  }

  // ------------------------------------------------------------------------------------ requests

  private void onAdd(List<KeyedRecord> records, long through) {
    Invariant.check(stage == Stage.OPEN && addition.job() == null, "one addition at a time");
    long before = manifest.durable().through();
    Invariant.check(through > before, "an addition comes after what was added");
    SegmentWriting writing = writing(0, CompactionPlan.NOTHING);
    records.stream()
        .sorted(KeyedRecord::compareInSegment)
        .forEach(
            record -> {
              Invariant.check(record.sequence() > before, "a record comes after what was added");
              writing.add(record);
            });
    writing.end();
    addition.start(new Addition(writing, through));
  }

  private void onCompact(
      CompactionPlanner planner, long logicalNanos, Effects<KeyedLogEffect> effects) {
    Invariant.check(stage == Stage.OPEN && !compacting(), "one compaction at a time");
    CompactionPlan plan = planner.plan(segments(), logicalNanos);
    if (plan.isNothing()) {
      effects.add(new KeyedLogEffect.NothingToCompact());
      return;
    }
    cancelled = false;
    SegmentWriting writing = writing(plan.outputLevel(), plan);
    compaction.start(
        new Compaction(
            files, plan, manifest.durable().segments(), writing, lowWater, config.patching()));
    effects.add(new KeyedLogEffect.CompactionStarted(plan));
  }

  private void onScan() {
    Invariant.check(stage == Stage.OPEN, "an open log is read");
    SegmentMerge merge = new SegmentMerge(files, manifest.durable().segments(), List.of());
    scan.start(new Scan(merge, config.patching()));
  }

  private SegmentWriting writing(int level, CompactionPlan plan) {
    return new SegmentWriting(files, () -> nextId++, level, plan.cuts(), config.segmentBytesMax());
  }

  // --------------------------------------------------------------------------------- completions

  private void onOperated(Lane lane, FileResult result, Effects<KeyedLogEffect> effects) {
    try {
      switch (lane) {
        case MANIFEST -> onManifest(result, effects);
        case ADDITION -> onAddition(addition.onResult(result), effects);
        case COMPACTION -> onCompaction(compaction.onResult(result), effects);
        case SCAN -> onScan(scan.onResult(result), effects);
        // What cannot be deleted is garbage at the next opening.
        case CLEANING -> cleaning.onResult(new FileResult.Done());
      }
    } catch (DamagedSegment damaged) {
      effects.add(new KeyedLogEffect.Corrupt(damaged.file(), damaged.offset(), damaged.reason()));
      String reason = damaged.file() + ": " + damaged.reason();
      switch (lane) {
        case ADDITION -> onAddition(reason, effects);
        case COMPACTION -> onCompaction(reason, effects);
        case SCAN -> onScan(reason, effects);
        case MANIFEST, CLEANING -> throw new IllegalStateException("these read no segments");
      }
    }
  }

  private void onManifest(FileResult result, Effects<KeyedLogEffect> effects) {
    switch (stage) {
      case LOADING, RESTORING, OPEN -> manifest.onResult(result, slots(effects));
      case SYNCING_PARENT, LISTING -> {
        switch (result) {
          case FileResult.Failed(String reason) -> fail(reason, effects);
          case FileResult.Listed listed -> onListed(listed, effects);
          case FileResult.Done _, FileResult.Bytes _ -> {
            stage = Stage.OPEN;
            effects.add(new KeyedLogEffect.Opened(manifest.durable().through(), segments()));
          }
        }
      }
      case NEW, FAILED -> {}
    }
  }

  private void onAddition(@Nullable String failure, Effects<KeyedLogEffect> effects) {
    if (failure != null) {
      giveUp(Invariant.present(addition.job(), "an addition failed").writing());
      addition.stop();
      effects.add(new KeyedLogEffect.AddFailed(failure));
    }
  }

  private void onCompaction(@Nullable String failure, Effects<KeyedLogEffect> effects) {
    if (failure != null) {
      endCompaction();
      effects.add(new KeyedLogEffect.CompactionFailed(failure));
      return;
    }
    Compaction current = Invariant.present(compaction.job(), "a compaction is under way");
    if (!current.merged()) {
      effects.add(current.progress());
    }
  }

  private void onScan(@Nullable String failure, Effects<KeyedLogEffect> effects) {
    if (failure != null) {
      scan.stop();
      effects.add(new KeyedLogEffect.ScanFailed(failure));
    }
  }

  // ----------------------------------------------------------------------------------- switching

  private ManifestKeeper.Slots slots(Effects<KeyedLogEffect> effects) {
    return new ManifestKeeper.Slots() {
      @Override
      public void operate(FileOperation operation) {
        effects.add(new KeyedLogEffect.Operate(Lane.MANIFEST, operation));
      }

      @Override
      public void ended(SlotPairEffect how) {
        switch (how) {
          case SlotPairEffect.Loaded(byte[] bytes) -> onLoaded(bytes, effects);
          case SlotPairEffect.Empty _ -> {
            fresh = true;
            list(effects);
          }
          case SlotPairEffect.Damaged _ ->
              corrupt(files.manifest(0), "neither copy of the manifest is intact", effects);
          case SlotPairEffect.Stored _ -> onStored(effects);
          case SlotPairEffect.StoreFailed(String reason) -> fail(reason, effects);
          case SlotPairEffect.ReadSlot _,
              SlotPairEffect.WriteSlot _,
              SlotPairEffect.SyncSlot _,
              SlotPairEffect.SyncDirectory _ ->
              throw new IllegalStateException("an operation is no end");
        }
      }
    };
  }

  private void onStored(Effects<KeyedLogEffect> effects) {
    List<ManifestKeeper.Edit> done = manifest.stored();
    if (stage == Stage.RESTORING) {
      stage = Stage.SYNCING_PARENT;
      effects.add(new KeyedLogEffect.Operate(Lane.MANIFEST, new FileOperation.SyncParent()));
      return;
    }
    for (ManifestKeeper.Edit edit : done) {
      edit.removed().forEach(id -> garbage.add(files.segment(id)));
      if (edit.by() == Lane.ADDITION) {
        addition.stop();
        effects.add(new KeyedLogEffect.Added(edit.through()));
      } else {
        Compaction current = Invariant.present(compaction.job(), "a compaction was switched to");
        List<SegmentStats> outputs = edit.added().stream().map(KeyedSegment::stats).toList();
        compaction.stop();
        // Whoever wished to cancel it came too late.
        cancelled = false;
        effects.add(new KeyedLogEffect.Compacted(current.plan(), outputs, current.progress()));
      }
    }
  }

  private void driveAll(long nowNanos, boolean scanOn, Effects<KeyedLogEffect> effects) {
    if (cancelled && !compaction.underWay() && !manifest.has(Lane.COMPACTION)) {
      endCompaction();
      effects.add(new KeyedLogEffect.CompactionCancelled());
    }
    if (!manifest.has(Lane.ADDITION) && addition.drive(nowNanos, effects)) {
      Addition ready = Invariant.present(addition.job(), "an addition is ready");
      List<KeyedSegment> added = ready.writing().outputs();
      manifest.add(new ManifestKeeper.Edit(Lane.ADDITION, List.of(), added, ready.through()));
    }
    if (!manifest.has(Lane.COMPACTION) && compaction.drive(nowNanos, effects)) {
      Compaction ready = Invariant.present(compaction.job(), "a compaction is ready");
      List<KeyedSegment> outputs = ready.writing().outputs();
      manifest.add(new ManifestKeeper.Edit(Lane.COMPACTION, ready.plan().inputs(), outputs, 0));
    }
    for (ManifestKeeper.Edit refused : manifest.store(nextId, false, slots(effects))) {
      refuse(refused, effects);
    }
    driveScan(nowNanos, scanOn, effects);
    clean(nowNanos, effects);
  }

  private void driveScan(long nowNanos, boolean scanOn, Effects<KeyedLogEffect> effects) {
    Scan current = scan.job();
    scanPaused &= !scanOn;
    if (current != null && !scanPaused && scan.drive(nowNanos, effects)) {
      effects.add(new KeyedLogEffect.Scanned(current.takeBatch(), current.over()));
      scanPaused = !current.over();
      if (current.over()) {
        scan.stop();
      }
    }
  }

  /// Not while a scan may read what it deletes.
  private void clean(long nowNanos, Effects<KeyedLogEffect> effects) {
    if (cleaning.job() == null && scan.job() == null && !garbage.isEmpty()) {
      cleaning.start(new Cleaning(new ArrayDeque<>(garbage)));
      garbage.clear();
    }
    if (cleaning.drive(nowNanos, effects)) {
      cleaning.stop();
    }
  }

  private void refuse(ManifestKeeper.Edit edit, Effects<KeyedLogEffect> effects) {
    String reason = "too many segments for one manifest; compact some first";
    if (edit.by() == Lane.ADDITION) {
      onAddition(reason, effects);
    } else {
      onCompaction(reason, effects);
    }
  }

  private void endCompaction() {
    giveUp(Invariant.present(compaction.job(), "a compaction ends").writing());
    compaction.stop();
    cancelled = false;
  }

  /// What was written beside is garbage.
  private void giveUp(SegmentWriting writing) {
    garbage.addAll(writing.begun());
  }

  private static Manifest empty(KeyedFiles files) {
    return new Manifest(files.log(), 1, 0, List.of());
  }
}
