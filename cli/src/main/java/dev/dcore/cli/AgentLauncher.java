package dev.dcore.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts agents as processes of their own, with what the launcher told this one.
final class AgentLauncher {
  /// What the JVM and the agent print, of the last start only; the log is in `agent.log`.
  static final String OUTPUT_FILE = "agent.out";

  private final Path dataDirectory;
  private final List<String> extra;

  /// @param extra what each agent is told beside
  AgentLauncher(Path dataDirectory, List<String> extra) {
    this.dataDirectory = dataDirectory;
    this.extra = List.copyOf(extra);
  }

  /// @param seeds HOST:PORT of the others
  Process start(String cluster, RecordedNode node, List<String> seeds) throws CommandFailed {
    Path home = node.directory(dataDirectory);
    try {
      Files.createDirectories(home);
      ProcessBuilder builder =
          new ProcessBuilder(command(cluster, node, seeds, home))
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve(OUTPUT_FILE).toFile());
      // glibc keeps an arena of 64 MiB of addresses a thread otherwise, and gives little back.
      builder.environment().put("MALLOC_ARENA_MAX", "1");
      return builder.start();
    } catch (IOException e) {
      throw new CommandFailed("the agent " + node.name() + " cannot be started: " + e, e);
    }
  }

  /// Why an agent has ended at its start, in its own words.
  String lastWords(RecordedNode node) {
    Path file = node.directory(dataDirectory).resolve(OUTPUT_FILE);
    try {
      List<String> lines =
          Files.readAllLines(file).stream().filter(each -> !each.isBlank()).toList();
      return lines.stream()
          .filter(line -> line.startsWith("dcore: "))
          .map(line -> line.substring("dcore: ".length()))
          .reduce((_, last) -> last)
          .orElse(lines.isEmpty() ? "it said nothing; see " + file : lines.getLast());
    } catch (IOException e) {
      return "what it said cannot be read: " + e;
    }
  }

  private List<String> command(String cluster, RecordedNode node, List<String> seeds, Path home) {
    List<String> command = new ArrayList<>(sessionStarter());
    command.add(java());
    command.addAll(JvmFlags.ofAgents());
    String aot = System.getProperty("dcore.agent.aot", "");
    if (!aot.isEmpty()) {
      command.add("-XX:AOTCache=" + aot);
    }
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), "agent"));
    command.addAll(List.of("--name", node.name(), "--cluster", cluster));
    command.addAll(List.of("--bind", node.address(), "--admin", node.admin()));
    command.addAll(List.of("--data-dir", home.toString(), "--quiet"));
    command.addAll(extra);
    seeds.forEach(seed -> command.addAll(List.of("--join", seed)));
    return command;
  }

  /// In a session of its own an agent does not get the Ctrl-C that `up` gets.
  private static List<String> sessionStarter() {
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
      Path setsid = Path.of(folder.isEmpty() ? "." : folder, "setsid");
      if (Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    return List.of();
  }

  private static String java() {
    return System.getProperty(
        "dcore.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  private static String classPath() {
    return System.getProperty("dcore.classpath", System.getProperty("java.class.path", ""));
  }
}
