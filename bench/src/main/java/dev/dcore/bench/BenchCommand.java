package dev.dcore.bench;

import dev.dcore.cli.CommandFailed;
import dev.dcore.cli.OutputOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore bench NAME`.
@Command(
    name = "bench",
    description = {
      "Measures what is shipped and prints each figure beside its target.",
      "There is: ground (start, idle agents, the command line, the simulator); membership (how soon"
          + " a cluster forms, detects and tells, how often it is wrong, what it sends); wal (the write-ahead log"
          + " beside the raw disk and RocksDB).",
      "Exits 1 when something could not be measured, whether or not targets are met."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String GROUND = "ground";
  private static final String MEMBERSHIP = "membership";
  private static final String WAL = "wal";

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "Which benchmark: ground, membership, wal.")
  private String name = "";

  @Option(
      names = "--quick",
      description = "Ends within a minute; leaves out the figures that take longer.")
  private boolean quick;

  @Option(
      names = "--real",
      description =
          "membership: of real agents and, beside them, of Serf's, instead of simulated ones.")
  private boolean real;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Only these rows of membership; repeatable: life, idle, slow, slow-large, loss, gray, split, simulator.")
  private List<String> parts = new ArrayList<>();

  @Option(
      names = "--curve",
      paramLabel = "DIRECTORY",
      description = {
        "With membership: only the curve of detection time against mistake rate,",
        "which is also written to membership-curve.md and .json there."
      })
  private @Nullable Path curve;

  @Option(
      names = "--report",
      paramLabel = "DIRECTORY",
      description = {
        "With membership: also writes each part's rows to membership-bench.md and .json there,",
        "beside those of other parts that were measured before."
      })
  private @Nullable Path report;

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    if (real) {
      if (!name.equals(MEMBERSHIP)) {
        throw CommandFailed.usage("only membership can be measured with --real");
      }
      return realMembership();
    }
    return switch (name) {
      case GROUND -> ground();
      case MEMBERSHIP -> membership();
      case WAL -> wal();
      default ->
          throw CommandFailed.usage(
              "there is no benchmark \""
                  + name
                  + "\"; there is: "
                  + GROUND
                  + ", "
                  + MEMBERSHIP
                  + ", "
                  + WAL);
    };
  }

  private int ground() throws CommandFailed, InterruptedException {
    System.err.println("on " + Machine.description());
    List<Row> rows;
    try (Scratch scratch = Scratch.make()) {
      Dcore dcore = Dcore.ofThisProcess(scratch.directory());
      Ground ground = new Ground(dcore, BenchCommand::progress);
      rows = quick ? ground.quick() : ground.all();
    }
    System.out.print(output.json() ? Row.json(rows) : Row.table(rows));
    if (quick) {
      System.err.println("left out by --quick: " + String.join(", ", Ground.SLOW));
    }
    return rows.stream().anyMatch(Row::failed) ? 1 : 0;
  }

  private int wal() throws CommandFailed, InterruptedException {
    System.err.println("on " + Machine.description());
    List<Row> rows;
    try (Scratch scratch = Scratch.make()) {
      Wal wal = new Wal(scratch.directory(), BenchCommand::progress);
      rows = quick ? wal.quick() : wal.all();
    }
    System.out.print(output.json() ? Row.json(rows) : Row.table(rows));
    return rows.stream().anyMatch(Row::failed) ? 1 : 0;
  }

  private int membership() throws CommandFailed, InterruptedException {
    System.err.println("on " + Machine.description());
    if (curve != null) {
      CurveFiles files = new CurveFiles(Curve.measure(BenchCommand::progress));
      files.write(curve);
      System.out.print(output.json() ? files.json() : files.table());
      return 0;
    }
    List<Compared> rows;
    try (Scratch scratch = Scratch.make()) {
      Dcore dcore = Dcore.ofThisProcess(scratch.directory());
      Membership membership = new Membership(dcore, BenchCommand::progress);
      rows = quick ? membership.quick() : parts(membership);
    }
    List<Row> complete = rows.stream().map(Compared::complete).toList();
    System.out.print(output.json() ? Row.json(complete) : Compared.table(rows));
    if (quick) {
      System.err.println("left out by --quick: " + String.join(", ", Membership.SLOW));
    }
    return complete.stream().anyMatch(Row::failed) ? 1 : 0;
  }

  private List<Compared> parts(Membership membership) throws CommandFailed, InterruptedException {
    Set<Membership.Part> chosen = chosen();
    @Nullable MembershipReport written = report == null ? null : MembershipReport.in(report);
    List<Compared> rows = new ArrayList<>();
    for (Membership.Part part : chosen.isEmpty() ? Membership.Part.usual() : chosen) {
      String machine = Machine.description();
      long began = System.nanoTime();
      List<Compared> measured = membership.measure(part);
      double seconds = (System.nanoTime() - began) / 1e9;
      progress(String.format(Locale.ROOT, "part %s took %.0f s", part.word(), seconds));
      if (written != null) {
        written.put(part, measured.stream().map(Compared::complete).toList(), seconds, machine);
      }
      rows.addAll(measured);
    }
    return rows;
  }

  private int realMembership() throws CommandFailed, InterruptedException {
    System.err.println("on " + Machine.description());
    List<Row> rows;
    try (Scratch scratch = Scratch.make()) {
      RealMembership membership =
          new RealMembership(Dcore.ofThisProcess(scratch.directory()), BenchCommand::progress);
      rows = quick ? membership.quick() : membership.all();
    }
    System.out.print(output.json() ? Row.json(rows) : Row.table(rows));
    return rows.stream().anyMatch(Row::failed) ? 1 : 0;
  }

  private Set<Membership.Part> chosen() throws CommandFailed {
    Set<Membership.Part> chosen = EnumSet.noneOf(Membership.Part.class);
    for (String word : parts) {
      chosen.add(
          Stream.of(Membership.Part.values())
              .filter(part -> part.word().equals(word))
              .findFirst()
              .orElseThrow(
                  () ->
                      CommandFailed.usage(
                          "there is no part \""
                              + word
                              + "\"; there is: "
                              + Membership.Part.all())));
    }
    return chosen;
  }

  private static void progress(String line) {
    System.err.println(line + "…");
  }
}
