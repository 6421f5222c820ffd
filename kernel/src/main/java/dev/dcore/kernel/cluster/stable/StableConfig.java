package dev.dcore.kernel.cluster.stable;

import java.time.Duration;

/// How much evidence changes the stable view, and how patiently. All members of a cluster use the
/// same.
///
/// @param doubtersHigh so many different doubters remove a member, in a large cluster (Rapid's H)
/// @param doubtersLow so many keep a cut waiting, and make a voter agree (Rapid's L)
/// @param doubtWindowNanos how long a doubt counts against a member
/// @param probationNanos how long nobody is let in whom `doubtersLow` doubted
/// @param settleNanos how long everything that is ripe has to be so before it is proposed
/// @param patienceNanos how long what is ripe waits for what may become so, at most
/// @param takeoverNanos how long each further member in line waits for those before it to propose
/// @param considerNanos how often an open question is looked at
/// @param retryNanos after which unanswered messages of a proposal are repeated
/// @param foundingNanos how long a node is up, and has seen no change, before it begins a lineage
public record StableConfig(
    int doubtersHigh,
    int doubtersLow,
    long doubtWindowNanos,
    long probationNanos,
    long settleNanos,
    long patienceNanos,
    long takeoverNanos,
    long considerNanos,
    long retryNanos,
    long foundingNanos) {
  public static final StableConfig DEFAULT =
      new StableConfig(
          6,
          3,
          Duration.ofSeconds(20).toNanos(),
          Duration.ofSeconds(60).toNanos(),
          Duration.ofSeconds(1).toNanos(),
          Duration.ofSeconds(6).toNanos(),
          Duration.ofSeconds(4).toNanos(),
          Duration.ofMillis(500).toNanos(),
          Duration.ofSeconds(1).toNanos(),
          Duration.ofSeconds(2).toNanos());

  /// @throws IllegalArgumentException in one sentence for people
  public StableConfig {
    if (doubtersLow < 2 || doubtersHigh < doubtersLow) {
      throw new IllegalArgumentException(
          "one doubter alone never counts, and high is not below low");
    }
    if (doubtWindowNanos <= 0 || probationNanos < doubtWindowNanos) {
      throw new IllegalArgumentException("probation lasts as long as a doubt counts, or longer");
    }
    if (settleNanos < 0
        || patienceNanos < settleNanos
        || takeoverNanos <= 0
        || considerNanos <= 0
        || retryNanos <= 0
        || foundingNanos <= 0) {
      throw new IllegalArgumentException("periods are positive");
    }
  }

  /// In a small cluster a majority of the others is enough: they are all who can doubt.
  int high(int members) {
    return Math.clamp((members - 1) / 2 + 1, 2, doubtersHigh);
  }

  int low(int members) {
    return Math.clamp(high(members) / 2, 2, doubtersLow);
  }
}
