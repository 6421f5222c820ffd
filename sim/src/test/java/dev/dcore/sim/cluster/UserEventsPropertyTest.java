package dev.dcore.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.events.UserEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// What events promise, on a network that loses, doubles and reorders a quarter of everything.
final class UserEventsPropertyTest {
  private static final int NODES = 50;
  private static final int EVENTS = 60;
  private static final int COALESCED_EVERY = 3;
  private static final double TROUBLE = 0.25;

  /// Of 2,000 that should be heard.
  private static final long MISSED_MAX = 2;

  private record Heard(String node, UserEvent event) {}

  @Seeds(20)
  void eachIsHeardByAllOnceAndCoalescedOnesInOrder(long seed) {
    Simulation simulation = new Simulation(seed, RunChoices.plain(), true);
    List<SimProcess> nodes =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(i -> simulation.add("told", "n" + i, i == 1 ? List.of() : List.of("n1")))
            .toList();
    nodes.forEach(SimProcess::start);
    simulation.runFor(Duration.ofSeconds(20).toNanos());
    List<Heard> heard = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    simulation.observe(
        new Observer() {
          @Override
          public void delivered(SimProcess process, Delivery delivery) {
            switch (delivery) {
              case Delivery.EventHappened(UserEvent event, var _) ->
                  heard.add(new Heard(process.name(), event));
              case Delivery.EventSent(var _, String why, var _) when !why.isEmpty() ->
                  refused.add(why);
              default -> {}
            }
          }
        });
    simulation
        .network()
        .profile(
            simulation
                .network()
                .profile()
                .withLoss(TROUBLE)
                .withDuplication(TROUBLE)
                .withReordering(TROUBLE));

    Map<String, String> senders = new LinkedHashMap<>();
    for (int i = 0; i < EVENTS; i++) {
      List<SimProcess> running = nodes.stream().filter(SimProcess::running).toList();
      SimProcess sender = running.get(i * 7 % running.size());
      boolean coalesced = i % COALESCED_EVERY == 0;
      if (!coalesced) {
        senders.put("e" + i, sender.name());
      }
      sender.command(
          new Command.SendEvent(
              i, coalesced ? "deploy" : "e" + i, new byte[] {(byte) i}, coalesced));
      simulation.runFor(Duration.ofMillis(70).toNanos());
    }
    simulation.runFor(Duration.ofSeconds(10).toNanos());

    assertEquals(List.of(), refused);
    assertEquals(List.of(), twice(heard));
    assertEquals(List.of(), outOfOrder(heard));
    // A crash between two effects is one of the rare things that can be made to happen.
    List<String> living = nodes.stream().filter(SimProcess::running).map(SimProcess::name).toList();
    assertTrue(living.size() > NODES / 2);
    heard.removeIf(each -> !living.contains(each.node()));
    // What its sender took with it when it crashed nobody else can tell.
    senders.values().retainAll(living);
    long missed = missed(heard, senders.keySet(), living.size());
    assertTrue(missed <= MISSED_MAX, () -> missed + " are missing");
    UserEvent last = lastOf(heard);
    long heardLast = heard.stream().filter(each -> each.event().equals(last)).count();
    assertTrue(heardLast >= living.size() - 1, () -> "the last was heard by " + heardLast);
  }

  /// Nobody is cut off for longer than events are kept.
  @Seeds(10)
  void whoWasCutOffHearsWhatItMissedOnceAndANewcomerDoesNot(long seed) {
    Simulation simulation = new Simulation(seed, RunChoices.plain(), false);
    List<SimProcess> nodes =
        IntStream.rangeClosed(1, 10)
            .mapToObj(i -> simulation.add("told", "n" + i, i == 1 ? List.of() : List.of("n1")))
            .toList();
    SimProcess newcomer = nodes.getLast();
    nodes.stream().filter(node -> node != newcomer).forEach(SimProcess::start);
    simulation.runFor(Duration.ofSeconds(20).toNanos());
    List<Heard> heard = new ArrayList<>();
    simulation.observe(
        new Observer() {
          @Override
          public void delivered(SimProcess process, Delivery delivery) {
            if (delivery instanceof Delivery.EventHappened(UserEvent event, var _)) {
              heard.add(new Heard(process.name(), event));
            }
          }
        });
    BitSet cutOff = new BitSet();
    cutOff.set(7, 9);
    simulation.network().split(cutOff);
    for (int i = 0; i < 6; i++) {
      SimProcess sender = nodes.get(i % 2 == 0 ? 1 : 7);
      sender.command(new Command.SendEvent(i, "e" + i, new byte[0], false));
      simulation.runFor(Duration.ofSeconds(20).toNanos());
    }
    assertEquals(3 * 7 + 3 * 2, heard.size(), "each half has its own");
    newcomer.start();
    simulation.network().rejoin(cutOff);
    simulation.runFor(Duration.ofMinutes(2).toNanos());

    assertEquals(List.of(), twice(heard));
    assertEquals(6 * 9, heard.size());
    assertTrue(heard.stream().noneMatch(each -> each.node().equals(newcomer.name())));
  }

  private static List<Heard> twice(List<Heard> heard) {
    Map<Heard, Integer> times = new LinkedHashMap<>();
    heard.forEach(each -> times.merge(each, 1, Integer::sum));
    return times.entrySet().stream()
        .filter(each -> each.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> outOfOrder(List<Heard> heard) {
    Map<String, UserEvent> last = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (Heard each : heard) {
      if (each.event().coalesced()) {
        UserEvent before = last.put(each.node(), each.event());
        if (before != null && !each.event().isAfter(before)) {
          wrong.add(each + " after " + before);
        }
      }
    }
    return wrong;
  }

  /// How often a node did not hear one of these events, which nothing replaces.
  private static long missed(List<Heard> heard, Set<String> names, long nodes) {
    return nodes * names.size()
        - heard.stream().filter(each -> names.contains(each.event().name())).count();
  }

  private static UserEvent lastOf(List<Heard> heard) {
    UserEvent last =
        heard.stream()
            .map(Heard::event)
            .filter(UserEvent::coalesced)
            .reduce((one, other) -> other.isAfter(one) ? other : one)
            .orElseThrow();
    assertTrue(last.coalesced());
    return last;
  }
}
