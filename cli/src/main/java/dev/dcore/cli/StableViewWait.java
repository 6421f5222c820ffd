package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stable view of a cluster that has just been started: its founder is alone in the first one,
/// and takes in the others when they have been there for a while. Who asks meanwhile is let wait,
/// since that is over in seconds.
final class StableViewWait {
  /// Twice what a cluster takes whose members start together.
  private static final Duration LIMIT = Duration.ofSeconds(12);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int NOT_FOUND = 404;

  private final AdminClient agent;

  StableViewWait(AdminClient agent) {
    this.agent = agent;
  }

  /// @param members as the agent sees them now
  /// @throws IOException also when there is none in time
  JsonObject view(List<MemberRow> members) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    long alive = members.stream().filter(MemberRow::alive).count();
    while (true) {
      boolean late = System.nanoTime() > deadline;
      @Nullable JsonObject view = look(late);
      if (view != null && (late || !isForming(view, alive))) {
        return view;
      }
      Thread.sleep(POLL);
    }
  }

  /// Later views lack somebody for a reason.
  static boolean isForming(JsonObject view, long alive) throws IOException {
    return view.number("number") <= 1 && view.list("members").size() < alive;
  }

  private @Nullable JsonObject look(boolean last) throws IOException {
    try {
      return agent.stableView(TIMEOUT);
    } catch (AdminClient.Refused e) {
      if (e.status() != NOT_FOUND || last) {
        throw e;
      }
      return null;
    }
  }
}
