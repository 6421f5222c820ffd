package dev.dcore.sim.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dcore.kernel.cluster.swim.SwimTrace;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceText;
import dev.dcore.kernel.runtime.RuntimeTrace;
import dev.dcore.sim.ProjectRoot;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/paths/ping.txt` follows one probe through the code, and is what really happens.
final class PingPathTest {
  private static final Path FILE = ProjectRoot.find().resolve("docs/paths/ping.txt");
  private static final String PROBE = "TimerFired ProbePeriod";

  private static final String HEADER =
      """
      # One probe: n1 asks n2 whether it lives, and n2 answers. From the simulator, two nodes, seed 1.
      #
      # Each line: virtual time since the probe began, node, and what happened there.
      #   input => Protocol.step     an input reaches a protocol
      #     effect -> method         what the protocol wants done, and where the runtime takes it
      #     * event field=value      what the protocol tells whoever watches
      #
      # On the way, to read along:
      #   the alarm             NodeRuntime.onWoken, TimerQueue.poll
      #   a period begins       Swim.onTimer, Probing.onPeriod, ProbeOrder.scheduled
      #   a message goes out    NodeRuntime.carryOut, Wire.datagram, Frame.toDatagram
      #   a message comes in    NodeRuntime.onNetwork, Wire.receiveDatagram, Frame.ofDatagram
      #   the peer answers      Swim.onReceived, View.hear, Answering.onPing
      #   the answer is taken   Swim.onReceived, View.hear, Probing.onAck
      #
      # PingPathTest regenerates this file and fails when it differs, or when it names a class or
      # method that is not there. To rewrite: ./dcore test -pl sim -am -Ddcore.golden=rewrite

      """;

  /// From the probe's timer to the end of the step that takes the answer.
  private static final class Recorder implements Observer {
    private final List<String> lines = new ArrayList<>();
    private final Simulation simulation;
    private State state = State.WAITING;
    private long beganNanos;

    Recorder(Simulation simulation) {
      this.simulation = simulation;
    }

    private enum State {
      WAITING,
      ARMED,
      PROBING,
      ANSWERED,
      OVER
    }

    @Override
    public boolean wants(TraceEvent.Level level) {
      return true;
    }

    @Override
    public void traced(SimProcess process, TraceEvent event) {
      if (event instanceof RuntimeTrace.Stepped step) {
        if (state == State.ARMED && begins(process, step)) {
          state = State.PROBING;
          beganNanos = simulation.queue().nowNanos();
        } else if (state == State.ANSWERED) {
          state = State.OVER;
        }
      }
      if (state == State.PROBING || state == State.ANSWERED) {
        double millis = (simulation.queue().nowNanos() - beganNanos) / 1e6;
        lines.add(
            String.format(Locale.ROOT, "%6.3f ms %s  %s", millis, process.name(), text(event)));
      }
      if (state == State.PROBING && event instanceof SwimTrace.ProbeAnswered) {
        state = State.ANSWERED;
      }
    }

    private static boolean begins(SimProcess process, RuntimeTrace.Stepped step) {
      return process.name().equals("n1") && step.input().equals(PROBE);
    }

    private static String text(TraceEvent event) {
      return switch (event) {
        case RuntimeTrace.Stepped(String protocol, String input) ->
            input + " => " + protocol + ".step";
        case RuntimeTrace.Routed(String effect, String to) -> "  " + effect + " -> " + to;
        default -> "  * " + TraceText.of(event);
      };
    }
  }

  @Test
  void fileIsWhatHappens() throws IOException {
    String now = HEADER + String.join("\n", record()) + "\n";

    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, now);
    }
    assertEquals(
        Files.readString(FILE), now, "to rewrite: ./dcore test -pl sim -am -Ddcore.golden=rewrite");
  }

  @Test
  void fileNamesOnlyMethodsThatExist() throws IOException {
    Map<String, String> sources = sources();
    List<MatchResult> names =
        Pattern.compile("(?<![-\\w])([A-Z]\\w+)\\.([a-z]\\w+)").matcher(read()).results().toList();

    assertFalse(names.isEmpty());
    List<String> missing = new ArrayList<>();
    for (MatchResult name : names) {
      String source = sources.getOrDefault(name.group(1), "");
      if (!Pattern.compile("\\b" + name.group(2) + "\\(").matcher(source).find()) {
        missing.add(name.group());
      }
    }
    assertEquals(List.of(), missing, "renamed? Write the new names into PingPathTest's header");
  }

  @Test
  void fileNamesOnlyInputsAndEffectsThatExist() throws IOException {
    String all = String.join("\n", sources().values());
    List<String> missing = new ArrayList<>();
    read()
        .lines()
        .filter(line -> line.matches(" *\\d.*( => | -> ).*"))
        .map(line -> line.replaceFirst("^.*? ms n\\d +", "").replaceFirst(" (=>|->) .*", ""))
        .flatMap(line -> Stream.of(line.split(" ")))
        .filter(name -> !all.contains("record " + name + "("))
        .forEach(missing::add);

    assertEquals(List.of(), missing);
  }

  private static List<String> record() {
    Simulation simulation = new Simulation(1, RunChoices.plain(), false);
    Recorder recorder = new Recorder(simulation);
    simulation.observe(recorder);
    for (String name : List.of("n1", "n2")) {
      simulation.add("path", name, List.of("n1")).start();
    }
    // Once both know each other and have nothing new to say.
    simulation.runFor(Duration.ofSeconds(5).toNanos());
    recorder.state = Recorder.State.ARMED;
    simulation.runFor(Duration.ofSeconds(3).toNanos());
    return recorder.lines;
  }

  private static String read() throws IOException {
    return Files.readString(FILE);
  }

  /// The kernel's sources by the names of their classes.
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ProjectRoot.find().resolve("kernel/src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.put(name, Files.readString(file));
      }
    }
    return sources;
  }
}
