package dev.dcore.node.agent;

import dev.dcore.node.Node;
import dev.dcore.node.NodeBuilder;
import dev.dcore.node.NodeFailed;
import dev.dcore.node.admin.AdminServer;
import dev.dcore.node.admin.AdminToken;
import dev.dcore.node.admin.AgentFacts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A node with an admin API, whose data directory says where it is. Thread-safe.
public final class Agent implements AutoCloseable {
  private final Node node;
  private final AdminServer admin;
  private final Path directory;

  private Agent(Node node, AdminServer admin, Path directory) {
    this.node = node;
    this.admin = admin;
    this.directory = directory;
  }

  /// Starts the node that the builder describes, and its admin API.
  ///
  /// @param admin port 0 takes any that is free
  /// @throws NodeFailed in one sentence
  /// @throws IllegalArgumentException in one sentence, when something given is not legal
  public static Agent start(NodeBuilder builder, Path directory, InetSocketAddress admin)
      throws NodeFailed, InterruptedException {
    // First the node: it makes the directory, and sees to it that it is the only one to use it.
    Node node = builder.dataDirectory(directory).start();
    AdminServer server = null;
    try {
      server = AdminServer.start(node, AdminToken.loadOrCreate(directory), admin);
      AgentFile.write(directory, server.facts());
      return new Agent(node, server, directory);
    } catch (IOException e) {
      abandon(node, server);
      throw new NodeFailed("the data directory " + directory + " cannot be written: " + e, e);
    } catch (NodeFailed e) {
      abandon(node, server);
      throw e;
    }
  }

  public Node node() {
    return node;
  }

  public AgentFacts facts() {
    return admin.facts();
  }

  /// Waits until the node has left or failed, and takes the admin API down.
  ///
  /// @throws NodeFailed when the node stopped by itself
  public void awaitDown() throws NodeFailed, InterruptedException {
    try {
      node.whenDown().get();
    } catch (ExecutionException e) {
      throw NodeFailed.of(e);
    } finally {
      close();
    }
  }

  /// Leaves if it has not, and takes everything down.
  @Override
  public void close() {
    node.close();
    admin.close();
    try {
      AgentFile.delete(directory);
    } catch (IOException _) {
      // Others look at the pid in it, and find that it is gone.
    }
  }

  private static void abandon(Node node, @Nullable AdminServer server) {
    if (server != null) {
      server.close();
    }
    node.halt();
  }
}
