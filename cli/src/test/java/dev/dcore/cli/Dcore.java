package dev.dcore.cli;

import dev.dcore.kernel.transport.Address;
import dev.dcore.node.admin.AdminToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Runs the real `./dcore` on what this build has packaged, in a directory of the test's own.
record Dcore(Path workDirectory) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  /// What a command printed and how it ended.
  record Ended(int exitCode, String out, String err) {
    Ended succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ": " + err + out);
      }
      return this;
    }
  }

  /// A command that goes on.
  record Running(Process process, Path out, Path err) {
    String said() throws IOException {
      return Files.readString(out) + Files.readString(err);
    }

    Ended await() throws Exception {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("it does not end; so far it said: " + said());
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  Ended run(String... arguments) throws Exception {
    return start(arguments).await();
  }

  Running start(String... arguments) throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    // A shell's background job ignores SIGINT, and so would all that it starts.
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/env",
                "--default-signal=INT",
                "/bin/bash",
                root.resolve("dcore").toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(workDirectory, "out", ".txt");
    Path err = Files.createTempFile(workDirectory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workDirectory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DCORE_NO_BUILD", "1");
    builder.environment().remove("DCORE_AGENT");
    return new Running(builder.start(), out, err);
  }

  /// The members as this agent sees them.
  List<MemberRow> members(String agent) throws Exception {
    return client(agent).members(Duration.ofSeconds(5));
  }

  AdminClient client(String agent) throws Exception {
    RecordedNode node = cluster().node(agent).orElseThrow();
    Path home = node.directory(workDirectory.resolve(".dcore"));
    String token = AdminToken.load(home.resolve(AdminToken.FILE)).value();
    return new AdminClient(agent, Address.parse(node.admin()), token);
  }

  MemberRow member(String agent, String name) throws Exception {
    return members(agent).stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(agent + " does not know " + name));
  }

  ClusterFile cluster() throws Exception {
    return ClusterFile.read(workDirectory.resolve(".dcore")).orElseThrow();
  }

  long pid(String name) throws Exception {
    return cluster()
        .node(name)
        .orElseThrow()
        .running(workDirectory.resolve(".dcore"))
        .orElseThrow(() -> new AssertionError(name + " does not run"))
        .pid();
  }

  /// @param name of the signal, without SIG
  static void signal(String name, long pid) throws Exception {
    int exitCode =
        new ProcessBuilder("/bin/bash", "-c", "kill -" + name + " " + pid).start().waitFor();
    if (exitCode != 0) {
      throw new AssertionError("kill -" + name + " " + pid + " failed");
    }
  }

  static void await(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      Thread.sleep(POLL);
    }
  }
}
