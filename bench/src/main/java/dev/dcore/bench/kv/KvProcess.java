package dev.dcore.bench.kv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A process that this one started and that ends with it. One of our own mains can be asked: a line
/// in, a line out. Confined to one thread, but for [#close].
final class KvProcess implements AutoCloseable {
  /// What an answer begins with: libraries print what they like.
  private static final String ANSWER = "> ";

  /// What is not asked for is nobody's answer.
  private static final int ANSWERS_MAX = 16;

  private static final Duration END_MAX = Duration.ofSeconds(10);
  private static final int LAST_WORDS_MAX = 300;

  /// These change what a JVM does.
  private static final List<String> FOREIGN =
      List.of("DCORE_JVM_FLAGS", "DCORE_AGENT", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private final String name;
  private final Process process;
  private final Path said;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(ANSWERS_MAX);
  private final Thread onExit;

  private KvProcess(String name, Process process, Path said) {
    this.name = name;
    this.process = process;
    this.said = said;
    this.onExit = new Thread(process::destroyForcibly, "end-" + name);
  }

  /// @param said the file that gets what it prints
  static KvProcess start(String name, List<String> command, Path said) throws KvFailed {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    FOREIGN.forEach(builder.environment()::remove);
    builder.environment().put("DCORE_NO_BUILD", "1");
    try {
      Files.createDirectories(said.toAbsolutePath().getParent());
      KvProcess started = new KvProcess(name, builder.start(), said);
      Runtime.getRuntime().addShutdownHook(started.onExit);
      Thread.ofPlatform().daemon().name("read-" + name).start(started::read);
      return started;
    } catch (IOException e) {
      throw new KvFailed(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  /// What one of our mains does with a line.
  @FunctionalInterface
  interface Answering {
    /// @return what begins with `error: ` when it cannot be answered
    String answer(String line) throws IOException, InterruptedException;
  }

  /// In the process: answers each line until there are no more, then ends it; a library's threads
  /// may not be daemons.
  static void serve(Answering answering) {
    int code = 0;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answer(answered(answering, line));
      }
    } catch (IOException e) {
      System.err.println(e);
      code = 1;
    }
    Runtime.getRuntime().halt(code);
  }

  private static String answered(Answering answering, String line) {
    try {
      return answering.answer(line);
    } catch (IOException | InterruptedException | RuntimeException e) {
      return "error: " + e;
    }
  }

  /// In the process: answers what was read last.
  private static void answer(String line) {
    // Not whatever a library has put in its place.
    PrintStream out = System.out;
    out.println(ANSWER + line);
    out.flush();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// @return the answer
  /// @throws KvFailed also when the answer is an error
  String ask(String line, Duration limit) throws KvFailed, InterruptedException {
    try {
      answers.clear();
      Writer in = process.outputWriter(StandardCharsets.UTF_8);
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new KvFailed(name + " has ended: " + lastWords(), e);
    }
    String answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      throw new KvFailed(
          name
              + " does not answer \""
              + line
              + "\" in "
              + limit.toSeconds()
              + " s: "
              + lastWords());
    }
    if (answer.startsWith("error: ")) {
      throw new KvFailed(name + ": " + answer.substring("error: ".length()));
    }
    return answer;
  }

  /// Kills it and waits until it is gone.
  @Override
  public void close() {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException _) {
      // It is running.
    }
    try {
      var _ = process.destroyForcibly().waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  String lastWords() {
    try {
      String all = Files.readString(said).strip();
      return all.substring(Math.max(0, all.length() - LAST_WORDS_MAX));
    } catch (IOException e) {
      return "it said nothing";
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Writer file = Files.newBufferedWriter(said)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(ANSWER)) {
          var _ = answers.offer(line.substring(ANSWER.length()));
        } else {
          file.write(line + "\n");
          file.flush();
        }
      }
    } catch (IOException _) {
      // It has ended.
    }
  }
}
