package dev.dcore.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore doctor`.
@Command(
    name = "doctor",
    description = {
      "Looks for what is missing or odd on this machine, in the data directory and at its agents,",
      "and says what to do about it. Exits with 1 when something is wrong."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DataDirectory directory = new DataDirectory();

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> found = new ArrayList<>(MachineChecks.look());
    found.addAll(new DirectoryChecks(directory.path()).look());
    cluster().ifPresent(cluster -> found.addAll(new AgentChecks(directory.path()).look(cluster)));
    System.out.print(render(found, output.json()));
    return isWell(found) ? 0 : 1;
  }

  /// `{well, findings}`, or one line each.
  static String render(List<Finding> found, boolean json) {
    if (json) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("well", isWell(found));
      all.put("findings", found.stream().map(Finding::json).toList());
      return Output.prettyJson(all) + "\n";
    }
    List<List<String>> rows = new ArrayList<>();
    for (Finding finding : found) {
      rows.add(List.of(finding.level().label(), finding.check(), finding.sentence()));
    }
    long wrong = found.stream().filter(each -> each.level() == Finding.Level.WRONG).count();
    String sum =
        wrong == 0
            ? "nothing is wrong"
            : wrong == 1 ? "one thing is wrong" : wrong + " things are wrong";
    return Output.table(rows) + "\n" + sum + "\n";
  }

  private static boolean isWell(List<Finding> found) {
    return found.stream().noneMatch(each -> each.level() == Finding.Level.WRONG);
  }

  /// A record that cannot be read is a finding of the directory already.
  private Optional<ClusterFile> cluster() {
    try {
      return ClusterFile.read(directory.path());
    } catch (CommandFailed _) {
      return Optional.empty();
    }
  }
}
