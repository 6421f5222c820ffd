package dev.dcore.bench;

import dev.dcore.cli.CommandFailed;
import dev.dcore.cli.JvmFlags;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `./dcore` as a user does, with what is built, and bare JVMs beside it.
///
/// @param root of the project
/// @param java the program
/// @param scratch a directory of its own, where all that it starts leaves its files
record Dcore(Path root, String java, Path scratch) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// These change what a JVM does, and a benchmark has the flags that are shipped.
  private static final List<String> FOREIGN =
      List.of("DCORE_JVM_FLAGS", "DCORE_AGENT", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  /// How a command ended.
  ///
  /// @param seconds from its start to its end
  record Ended(String out, double seconds) {}

  /// The launcher that started this process.
  static Dcore ofThisProcess(Path scratch) throws CommandFailed {
    String home = System.getProperty("dcore.home");
    String java = System.getProperty("dcore.java");
    if (home == null || java == null) {
      throw new CommandFailed("benchmarks are run by ./dcore bench: start them by it");
    }
    return new Dcore(Path.of(home), java, scratch);
  }

  /// @throws BenchFailed also when the command fails
  Ended run(Duration limit, String... arguments) throws BenchFailed, InterruptedException {
    return run(List.of(), 0, limit, arguments);
  }

  /// @param prefix words of a command that runs it, such as `taskset`
  /// @param failure an exit code above 0 that is an answer, too; 0 for none
  Ended run(List<String> prefix, int failure, Duration limit, String... arguments)
      throws BenchFailed, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(root.resolve("dcore").toString());
    command.addAll(List.of(arguments));
    return await("dcore " + arguments[0], command, failure, limit);
  }

  /// A JVM that does nothing and ends, with flags that a short command has.
  double emptySeconds() throws BenchFailed, InterruptedException {
    List<String> command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            EmptyProgram.class.getName());
    return await("an empty program", command, 0, Duration.ofSeconds(30)).seconds();
  }

  /// A JVM that does nothing and stays until destroyed, with the flags of an agent.
  Process idleJvm() throws BenchFailed {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(JvmFlags.ofAgents());
    command.addAll(List.of("-cp", classPath(), EmptyProgram.class.getName(), "stay"));
    try {
      return builder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new BenchFailed("an idle JVM cannot be started: " + e, e);
    }
  }

  private Ended await(String what, List<String> command, int failure, Duration limit)
      throws BenchFailed, InterruptedException {
    Path out = scratch.resolve("out.txt");
    Path err = scratch.resolve("err.txt");
    try {
      ProcessBuilder builder =
          builder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      long began = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new BenchFailed(what + " did not end within " + limit.toSeconds() + " s");
      }
      double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
      int exitCode = process.exitValue();
      if (exitCode != 0 && exitCode != failure) {
        throw new BenchFailed(what + " failed: " + lastLine(Files.readString(err), exitCode));
      }
      return new Ended(Files.readString(out), seconds);
    } catch (IOException e) {
      throw new BenchFailed(what + " cannot be run: " + e, e);
    }
  }

  private static String lastLine(String said, int exitCode) {
    return said.lines()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .map(line -> line.replaceFirst("^dcore: ", ""))
        .orElse("it said nothing and exited " + exitCode);
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    FOREIGN.forEach(builder.environment()::remove);
    builder.environment().put("DCORE_NO_BUILD", "1");
    return builder;
  }

  /// Where [EmptyProgram] is.
  private static String classPath() {
    return Path.of(
            URI.create(
                EmptyProgram.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
