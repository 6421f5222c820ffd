package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Mixin;

/// Whose store a command is about, and what becomes of its errors.
final class StoreOptions {
  /// A store that opens replays its log first.
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  @Mixin private AgentOptions agents = new AgentOptions();

  /// What is asked of an agent.
  @FunctionalInterface
  interface Question<T> {
    T ask(AdminClient agent) throws IOException;
  }

  /// What is made of an answer.
  @FunctionalInterface
  interface Reading<T> {
    T read(JsonObject answer) throws IOException, CommandFailed;
  }

  /// Asks the one agent that is meant, and reads what it answers.
  <T> T ask(Question<JsonObject> question, Reading<T> reading) throws CommandFailed {
    JsonObject answer = ask(question);
    try {
      return reading.read(answer);
    } catch (IOException e) {
      throw new CommandFailed("the answer cannot be read: " + e.getMessage(), e);
    }
  }

  /// Whether the agents of the data directory keep one store together.
  private boolean replicated() throws CommandFailed {
    return ClusterFile.read(agents.directory())
        .map(cluster -> !cluster.voters().isEmpty())
        .orElse(false);
  }

  /// The one agent that is meant, or any when all have the same store.
  ///
  /// @param lastChoice the name of one that is taken only when no other answers
  AdminClient agent(String lastChoice) throws CommandFailed {
    return replicated()
        ? agents.any(lastChoice)
        : agents.one("each agent has a store of its own, which no other shares");
  }

  /// Asks the one agent that is meant, or any when all have the same store.
  <T> T ask(Question<T> question) throws CommandFailed {
    AdminClient agent = agent("");
    try {
      return question.ask(agent);
    } catch (AdminClient.Refused e) {
      String why = String.valueOf(e.getMessage());
      throw e.status() == BAD_REQUEST || e.status() == TOO_LARGE
          ? CommandFailed.usage(why)
          : new CommandFailed(why, e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }
}
