package dev.dcore.cli;

import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore sim`.
@Command(
    name = "sim",
    description = {
      "Runs a scenario in the simulator, in virtual time.",
      "Exits 0 when it passed, 1 when it failed: it then says what broke and how to see it again."
    })
final class SimCommand implements Callable<Integer> {
  /// Random runs of `crash` unless told otherwise: enough that every fault happens.
  private static final int CRASH_RUNS = 1_000;

  private static final long PROGRESS_NANOS = Duration.ofMillis(500).toNanos();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "SCENARIO", description = "Which one; `list` says what there is.")
  private String scenario = "";

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many (default: 50, and 5 of raft).")
  private @Nullable Integer nodes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What the run is a function of; the first one with --runs (default: 1).")
  private long seed = 1;

  @Option(names = "--runs", paramLabel = "R", description = "Runs so many seeds, on all cores.")
  private @Nullable Integer runs;

  @Option(
      names = "--fault-seconds",
      paramLabel = "SECONDS",
      description = "How long faults go on, in virtual time.")
  private @Nullable Integer faultSeconds;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description = "How much virtual time passes at least.")
  private int seconds;

  @Option(names = "--quiet", description = "Without faults.")
  private boolean quiet;

  @Option(
      names = "--swarm",
      negatable = true,
      description = {
        "Each seed draws its own subset and strength of faults; otherwise every kind can happen in",
        "every run (default: with --runs)."
      })
  private @Nullable Boolean swarm;

  @Option(
      names = "--choices",
      paramLabel = "FILE",
      description = "Writes every draw: its label, ordinal, value and quiet value, one a line.")
  private @Nullable Path choices;

  @Option(
      names = "--settle",
      paramLabel = "LABEL-PREFIX",
      description = "Settles draws to their quiet value, such as chaos/fault-3/happens.")
  private List<String> settled = new ArrayList<>();

  @Option(
      names = "--shrink",
      description = "Leaves out faults, one after another, as long as the run still fails.")
  private boolean shrink;

  @Option(
      names = "--matrix",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Of crash: every crash point of the workloads, before the random runs (default: true)."
      })
  private boolean matrix = true;

  @Override
  public Integer call() throws CommandFailed {
    if (scenario.equals("list")) {
      System.out.println("there is: " + allScenarios());
      return 0;
    }
    if (scenario.equals(SimCrash.WORD)) {
      return crash();
    }
    SimPlan plan = plan();
    if (runs != null) {
      return campaign(plan, runs);
    }
    return shrink ? shrink(plan) : once(plan);
  }

  private SimPlan plan() throws CommandFailed {
    SimScenario found = SimScenario.find(scenario);
    if (found == null) {
      throw CommandFailed.usage(
          "there is no scenario \"" + scenario + "\"; there is: " + allScenarios());
    }
    int count = nodes == null ? found.nodesUsual() : nodes;
    require(
        count >= found.nodesMin() && count <= found.nodesMax(),
        "--nodes takes " + found.nodesMin() + " to " + found.nodesMax());
    require(runs == null || runs > 0, "--runs takes a positive number");
    require(faultSeconds == null || faultSeconds >= 0, "--fault-seconds takes no negative number");
    require(!quiet || faultSeconds == null, "--quiet and --fault-seconds exclude each other");
    require(seconds >= 0, "--seconds takes no negative number");
    require(runs == null || choices == null, "--choices takes one run, not --runs");
    require(runs == null || !shrink, "--shrink takes one run, not --runs");
    require(choices == null || !shrink, "--choices and --shrink exclude each other");
    Integer faults = quiet ? Integer.valueOf(0) : faultSeconds;
    boolean faulty = faults == null || faults > 0;
    require(
        faulty || !Boolean.TRUE.equals(swarm), "--swarm chooses among faults, and there are none");
    return new SimPlan(
        found,
        count,
        faults == null ? null : Duration.ofSeconds(faults),
        Duration.ofSeconds(seconds),
        swarm == null ? runs != null && faulty : swarm,
        settled);
  }

  private int once(SimPlan plan) throws CommandFailed {
    RunChoices log = plan.log(label -> choices != null);
    long began = System.nanoTime();
    ScenarioResult result = plan.run(seed, log);
    SimReport report = new SimReport(plan, result, (System.nanoTime() - began) / 1e9);
    if (choices != null) {
      write(choices, log);
    }
    System.out.print(output.json() ? Output.prettyJson(report.json()) + "\n" : report.text());
    return result.passed() ? 0 : 1;
  }

  private static String allScenarios() {
    return SimScenario.all() + ", " + SimCrash.WORD + " (" + SimCrash.DESCRIPTION + ")";
  }

  private int crash() throws CommandFailed {
    int count = runs == null ? CRASH_RUNS : runs;
    require(count >= 0, "--runs takes no negative number");
    require(count > 0 || matrix, "--no-matrix and --runs 0 leave nothing to do");
    Progress progress = new Progress(count);
    SimCrash.Outcome outcome = new SimCrash(seed, count, matrix).run(progress::ended);
    progress.over();
    System.out.print(output.json() ? Output.prettyJson(outcome.json()) + "\n" : outcome.text());
    return outcome.passed() ? 0 : 1;
  }

  private int campaign(SimPlan plan, int count) {
    Progress progress = new Progress(count);
    SimCampaign campaign = SimCampaign.run(plan, seed, count, progress::ended);
    progress.over();
    System.out.print(output.json() ? Output.prettyJson(campaign.json()) + "\n" : campaign.text());
    return campaign.passed() ? 0 : 1;
  }

  private int shrink(SimPlan plan) throws CommandFailed {
    long began = System.nanoTime();
    SimShrink.Smallest smallest =
        new SimShrink(plan, seed, line -> System.err.println("dcore: " + line)).run();
    if (smallest == null) {
      throw new CommandFailed("seed " + seed + " passes, so there is nothing to shrink");
    }
    double wallSeconds = (System.nanoTime() - began) / 1e9;
    SimReport report = new SimReport(smallest.plan(), smallest.result(), wallSeconds);
    if (output.json()) {
      System.out.println(Output.prettyJson(report.json()));
    } else {
      System.out.println("what it takes to fail: " + String.join(", ", smallest.left()));
      System.out.print(SimReport.failure(smallest.plan(), smallest.result()));
    }
    return 1;
  }

  private static void write(Path file, RunChoices log) throws CommandFailed {
    try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
      for (RunChoices.Drawn drawn : log.drawn()) {
        lines.printf("%s %d %d %d%n", drawn.label(), drawn.ordinal(), drawn.value(), drawn.quiet());
      }
      if (lines.checkError()) {
        throw new IOException("the disk is full?");
      }
    } catch (IOException e) {
      throw new CommandFailed(
          "the choices cannot be written to " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private static void require(boolean holds, String sentence) throws CommandFailed {
    if (!holds) {
      throw CommandFailed.usage(sentence);
    }
  }

  /// One line on stderr that is written over while runs end.
  private static final class Progress {
    private final int count;
    private final boolean terminal =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private long shownNanos = System.nanoTime();

    Progress(int count) {
      this.count = count;
    }

    synchronized void ended(int runs) {
      long now = System.nanoTime();
      if (now - shownNanos > (terminal ? PROGRESS_NANOS : 20 * PROGRESS_NANOS)) {
        shownNanos = now;
        String line = runs + " of " + count + " runs";
        System.err.print(terminal ? "\r" + line : "dcore: " + line + "\n");
        System.err.flush();
      }
    }

    void over() {
      if (terminal) {
        System.err.print("\r\033[K");
        System.err.flush();
      }
    }
  }
}
