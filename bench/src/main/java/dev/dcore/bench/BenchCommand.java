package dev.dcore.bench;

import dev.dcore.bench.kv.KvKind;
import dev.dcore.bench.kv.KvPlace;
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
          + " beside the raw disk and RocksDB); kv (the replicated store beside etcd, ZooKeeper, Ratis and"
          + " SOFAJRaft).",
      "Exits 1 when something could not be measured, whether or not targets are met."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String GROUND = "ground";
  private static final String MEMBERSHIP = "membership";
  private static final String WAL = "wal";
  private static final String KV = "kv";

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "Which benchmark: ground, membership, wal, kv.")
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
      names = "--peer",
      paramLabel = "STORE",
      description =
          "kv: only beside this one; repeatable: etcd, zookeeper, ratis, jraft. With --quick it is etcd.")
  private List<String> peers = new ArrayList<>();

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

  private interface Benchmark {
    /// @return the exit code
    int run(Path scratch) throws CommandFailed, InterruptedException;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    if (real && !name.equals(MEMBERSHIP)) {
      throw CommandFailed.usage("only membership can be measured with --real");
    }
    Benchmark benchmark =
        switch (name) {
          case GROUND -> this::ground;
          case MEMBERSHIP -> real ? this::realMembership : this::membership;
          case WAL -> this::wal;
          case KV -> this::kv;
          default ->
              throw CommandFailed.usage(
                  "there is no benchmark \""
                      + name
                      + "\"; there is: "
                      + GROUND
                      + ", "
                      + MEMBERSHIP
                      + ", "
                      + WAL
                      + ", "
                      + KV);
        };
    System.err.println("on " + Machine.description());
    try (Scratch scratch = Scratch.make()) {
      return benchmark.run(scratch.directory());
    }
  }

  private int ground(Path scratch) throws CommandFailed, InterruptedException {
    Ground ground = new Ground(Dcore.ofThisProcess(scratch), BenchCommand::progress);
    List<Row> rows = quick ? ground.quick() : ground.all();
    return print(rows, Row.table(rows), Ground.SLOW);
  }

  private int wal(Path scratch) throws InterruptedException {
    Wal wal = new Wal(scratch, BenchCommand::progress);
    List<Row> rows = quick ? wal.quick() : wal.all();
    return print(rows, Row.table(rows), List.of());
  }

  private int kv(Path scratch) throws CommandFailed, InterruptedException {
    Dcore dcore = Dcore.ofThisProcess(scratch);
    String classPath = System.getProperty("dcore.classpath", "");
    KvPlace place = new KvPlace(dcore.root(), dcore.java(), classPath, scratch);
    Kv kv = new Kv(place, chosenPeers(), BenchCommand::progress);
    List<Row> rows = quick ? kv.quick() : kv.all();
    return print(rows, KvRows.table(rows), Kv.SLOW);
  }

  private Set<KvKind> chosenPeers() throws CommandFailed {
    Set<KvKind> chosen = EnumSet.noneOf(KvKind.class);
    for (String word : peers) {
      chosen.add(
          Stream.of(KvKind.values())
              .filter(kind -> kind != KvKind.DCORE && kind.word().equals(word))
              .findFirst()
              .orElseThrow(
                  () ->
                      CommandFailed.usage(
                          "there is no store \""
                              + word
                              + "\"; there is: etcd, zookeeper, ratis, jraft")));
    }
    return chosen;
  }

  private int membership(Path scratch) throws CommandFailed, InterruptedException {
    if (curve != null) {
      CurveFiles files = new CurveFiles(Curve.measure(BenchCommand::progress));
      files.write(curve);
      System.out.print(output.json() ? files.json() : files.table());
      return 0;
    }
    Membership membership = new Membership(Dcore.ofThisProcess(scratch), BenchCommand::progress);
    List<Compared> rows = quick ? membership.quick() : parts(membership);
    List<Row> complete = rows.stream().map(Compared::complete).toList();
    return print(complete, Compared.table(rows), Membership.SLOW);
  }

  private int realMembership(Path scratch) throws CommandFailed, InterruptedException {
    RealMembership membership =
        new RealMembership(Dcore.ofThisProcess(scratch), BenchCommand::progress);
    List<Row> rows = quick ? membership.quick() : membership.all();
    return print(rows, Row.table(rows), List.of());
  }

  /// @param slow what `--quick` leaves out and says so
  /// @return the exit code
  private int print(List<Row> rows, String table, List<String> slow) {
    System.out.print(output.json() ? Row.json(rows) : table);
    if (quick && !slow.isEmpty()) {
      System.err.println("left out by --quick: " + String.join(", ", slow));
    }
    return rows.stream().anyMatch(Row::failed) ? 1 : 0;
  }

  private List<Compared> parts(Membership membership) throws CommandFailed, InterruptedException {
    Set<Membership.Part> chosen = chosen();
    @Nullable MembershipReport written = report == null ? null : MembershipReport.in(report);
    // Of the source that runs: while it does, another may be checked out.
    String commit = Machine.commit();
    List<Compared> rows = new ArrayList<>();
    for (Membership.Part part : chosen.isEmpty() ? Membership.Part.usual() : chosen) {
      String machine = Machine.description();
      long began = System.nanoTime();
      List<Compared> measured = membership.measure(part);
      double seconds = (System.nanoTime() - began) / 1e9;
      progress(String.format(Locale.ROOT, "part %s took %.0f s", part.word(), seconds));
      if (written != null) {
        List<Row> complete = measured.stream().map(Compared::complete).toList();
        written.put(part, complete, seconds, commit, machine);
      }
      rows.addAll(measured);
    }
    return rows;
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
