package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.transport.Frame;
import java.time.Duration;

/// Sends rumors on their own, faster than pings would carry them, for as long as there are any.
final class Gossiping {
  /// What a gossip message's own fields take at most, encoded.
  private static final int FIELDS_BYTES_MAX = 16;

  /// So long the dead still get gossip, and those that left by an operator's word: who was declared
  /// gone by mistake hears of it and refutes.
  private static final long GOSSIP_TO_DEAD_NANOS = Duration.ofSeconds(30).toNanos();

  /// Rounds for what is not pressing are so many times as long.
  private static final int IDLE_ROUNDS = 5;

  private final SwimConfig config;
  private final View view;
  private final Choice targetChoice;
  private final BuggifyPoint skipRound;
  private boolean armed;
  private boolean armedPressing;

  Gossiping(SwimConfig config, View view, Choices choices) {
    this.config = config;
    this.view = view;
    this.targetChoice = choices.choice("gossip-target");
    this.skipRound = choices.buggify("gossip-round-skipped", 0.2);
  }

  /// Called at the end of every step: the timer runs only while there are rumors.
  void arm(Step step) {
    boolean pressing = view.rumors().isPressing();
    if (armed ? pressing && !armedPressing : !view.rumors().isEmpty()) {
      armed = true;
      armedPressing = pressing;
      long rounds = pressing ? 1 : IDLE_ROUNDS;
      step.timerIn(new SwimTimer.GossipRound(), rounds * config.gossip().periodNanos());
    }
  }

  void onRound(Step step) {
    armed = false;
    if (!skipRound.fires()) {
      spread(step);
    }
  }

  void spread(Step step) {
    MemberTable table = view.table();
    for (int target :
        table.pick(config.gossip().fanout(), targetChoice, slot -> hears(step, table, slot))) {
      Rumors rumors =
          view.rumors()
              .take(
                  Frame.DATAGRAM_BODY_BYTES_MAX - FIELDS_BYTES_MAX,
                  view.size(),
                  table.accusation(target));
      if (rumors.isEmpty()) {
        return;
      }
      step.datagram(table.address(target), new SwimMessage.Gossip(rumors));
    }
  }

  private static boolean hears(Step step, MemberTable table, int slot) {
    return table.participates(slot)
        || (!table.claim(slot).left()
            && step.nowNanos() - table.sinceNanos(slot) < GOSSIP_TO_DEAD_NANOS);
  }
}
