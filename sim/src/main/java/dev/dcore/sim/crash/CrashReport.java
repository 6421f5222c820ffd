package dev.dcore.sim.crash;

import dev.dcore.sim.persistence.DiskCounts;
import dev.dcore.sim.persistence.DiskFault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a test found: how many cases of each kind it tried, what the disk did meanwhile, and which
/// cases failed.
public final class CrashReport {
  /// Of the failures so many are kept; the others are counted.
  public static final int FAILURES_MAX = 20;

  /// A case that failed.
  ///
  /// @param when the crashes and damages, in words
  /// @param why what did not hold
  public record Failure(String when, String why) {
    @Override
    public String toString() {
      return when + ": " + why;
    }
  }

  private final Map<String, Long> cases = new LinkedHashMap<>();
  private final DiskCounts faults = new DiskCounts();
  private final List<Failure> failures = new ArrayList<>();
  private long failed;

  public void add(String kind, long count) {
    cases.merge(kind, count, Long::sum);
  }

  public void add(DiskCounts counts) {
    faults.add(counts);
  }

  public void fail(String when, Throwable why) {
    failed++;
    if (failures.size() < FAILURES_MAX) {
      failures.add(new Failure(when, words(why)));
    }
  }

  public void add(CrashReport other) {
    other.cases.forEach(this::add);
    faults.add(other.faults);
    failed += other.failed;
    for (Failure failure : other.failures) {
      if (failures.size() < FAILURES_MAX) {
        failures.add(failure);
      }
    }
  }

  /// How many cases of each kind, and how many had each outcome.
  public Map<String, Long> cases() {
    return Collections.unmodifiableMap(cases);
  }

  public Map<DiskFault, Long> faults() {
    return faults.all();
  }

  /// How many cases failed.
  public long failed() {
    return failed;
  }

  /// The first ones that did.
  public List<Failure> failures() {
    return Collections.unmodifiableList(failures);
  }

  /// @throws AssertionError with the first failures, when there are any
  public void assertPassed() {
    if (failed > 0) {
      throw new AssertionError(
          failed
              + " cases failed, the first of them:\n  "
              + failures.stream().map(Failure::toString).collect(Collectors.joining("\n  ")));
    }
  }

  @Override
  public String toString() {
    return "cases " + cases + ", faults " + faults.all() + ", failed " + failed;
  }

  private static String words(Throwable why) {
    String message = why.getMessage();
    return why instanceof AssertionError && message != null ? message : why.toString();
  }
}
