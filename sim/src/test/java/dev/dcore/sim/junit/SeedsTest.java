package dev.dcore.sim.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The extension, run on properties of a class that is no test by itself.
final class SeedsTest {
  private static final Set<Long> RUN = new ConcurrentSkipListSet<>();
  private static final Map<Long, Long> DRAWN = new ConcurrentSkipListMap<>();

  /// Not found by surefire: its name is not that of a test.
  static final class Properties {
    @Seeds(20)
    void holds(long seed) {
      RUN.add(seed);
    }

    @Seeds(value = 3, first = 100)
    void startsLater(long seed) {
      RUN.add(seed);
    }

    @Seeds(20)
    void failsForTwo(long seed) {
      assertTrue(seed != 7 && seed != 11, "not this one");
    }

    @Seeds(value = 20, replay = "./dcore sim thing --seed")
    void hasItsOwnReplay(long seed) {
      assertTrue(seed != 7);
    }

    @Seeds(20)
    void draws(Run run) {
      DRAWN.put(run.seed(), run.choices().choice("bits").bits());
    }

    @Seeds(1)
    void takesNoSeed() {}
  }

  @BeforeEach
  void forget() {
    RUN.clear();
    DRAWN.clear();
  }

  @Test
  void everySeedRunsOnce() {
    assertEquals(List.of(), run("holds", long.class));
    assertEquals(LongStream.rangeClosed(1, 20).boxed().toList(), List.copyOf(RUN));
  }

  @Test
  void seedsBeginWhereTold() {
    run("startsLater", long.class);

    assertEquals(List.of(100L, 101L, 102L), List.copyOf(RUN));
  }

  @Test
  void failureNamesAllSeedsAndHowToRunEachAgain() {
    String message = run("failsForTwo", long.class).getFirst();

    assertTrue(message.startsWith("2 of 20 seeds fail:"), message);
    assertTrue(message.contains("seed 7: "), message);
    assertTrue(message.contains("not this one"), message);
    assertTrue(
        message.contains("again with: ./dcore test -Dtest=Properties#failsForTwo -Ddcore.seed=11"),
        message);
  }

  @Test
  void propertyMayNameAShorterReplay() {
    String message = run("hasItsOwnReplay", long.class).getFirst();

    assertTrue(message.contains("again with: ./dcore sim thing --seed 7"), message);
  }

  @Test
  void drawsDependOnNothingButTheSeed() {
    run("draws", Run.class);
    Map<Long, Long> first = new TreeMap<>(DRAWN);
    DRAWN.clear();
    run("draws", Run.class);

    assertEquals(first, DRAWN);
    assertEquals(20, first.values().stream().distinct().count());
  }

  @Test
  @ResourceLock("java.lang.System.properties")
  void oneSeedCanBeChosen() {
    String before = System.setProperty(Seeds.SEED_PROPERTY, "5");
    try {
      run("holds", long.class);
    } finally {
      if (before == null) {
        System.clearProperty(Seeds.SEED_PROPERTY);
      } else {
        System.setProperty(Seeds.SEED_PROPERTY, before);
      }
    }
    assertEquals(List.of(5L), List.copyOf(RUN));
  }

  @Test
  void methodWithoutASeedIsToldSo() {
    String message = run("takesNoSeed").getFirst();

    assertEquals("@Seeds on takesNoSeed takes one parameter, a long or a Run", message);
  }

  /// @return the messages of what failed
  private static List<String> run(String method, Class<?>... parameters) {
    List<String> failures = new ArrayList<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(Properties.class, method, parameters))
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().map(Throwable::getMessage).ifPresent(failures::add);
              }
            });
    return failures;
  }
}
