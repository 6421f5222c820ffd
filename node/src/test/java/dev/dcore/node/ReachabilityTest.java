package dev.dcore.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.identity.NodeId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final long NEVER = -1;

  @Test
  void whatWasAnsweredIsNotBroken() {
    assertNull(broken(row(1, 1, NEVER), row(1, 1, NEVER)));
    assertNull(broken(row(1, 1, 5), null));
  }

  @Test
  void aPingThatTheOtherEndDidNotHearWasLostOnItsWay() {
    assertEquals(
        new Reachability.Broken("a", "b", false, true), broken(row(1, 20, 3), row(25, 30, 4)));
  }

  @Test
  void aPingThatTheOtherEndHeardWasAnsweredInVain() {
    assertEquals(
        new Reachability.Broken("b", "a", false, true), broken(row(9, 20, 3), row(3, 9, NEVER)));
  }

  @Test
  void whenNeitherHearsTheOtherBothWaysFail() {
    assertEquals(
        new Reachability.Broken("a", "b", true, true), broken(row(30, 30, 3), row(30, 30, 5)));
  }

  @Test
  void onePingLostBeforeAnotherPassedIsNothing() {
    assertNull(broken(row(1, 20, 10), row(2, 2, NEVER)));
  }

  @Test
  void withoutTheOtherEndItIsNotCertain() {
    assertEquals(new Reachability.Broken("a", "b", false, false), broken(row(9, 9, 3), null));
  }

  private static Reachability.@Nullable Broken broken(
      PeerReport.Row forth, PeerReport.@Nullable Row back) {
    return Reachability.broken("a", "b", forth, back);
  }

  /// Ages in seconds.
  private static PeerReport.Row row(long heard, long answered, long missed) {
    return new PeerReport.Row(
        new NodeId(0, 1), MemberState.ALIVE, nanos(heard), nanos(answered), nanos(missed), 1);
  }

  private static long nanos(long seconds) {
    return seconds < 0 ? -1 : Duration.ofSeconds(seconds).toNanos();
  }
}
