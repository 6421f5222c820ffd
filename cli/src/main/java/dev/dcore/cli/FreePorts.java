package dev.dcore.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports on loopback that are free for TCP and UDP.
///
/// They are below those that systems give to outgoing connections (from 32768 on), so that a port
/// is still free when its node starts again.
final class FreePorts {
  static final String HOST = "127.0.0.1";
  private static final int FIRST = 20_000;
  private static final int LAST = 31_999;

  private FreePorts() {}

  /// @param taken ports that others have been promised
  static List<Integer> find(int count, Set<Integer> taken) throws CommandFailed {
    List<Integer> found = new ArrayList<>();
    int span = LAST - FIRST + 1;
    int start = ThreadLocalRandom.current().nextInt(span);
    for (int i = 0; i < span && found.size() < count; i++) {
      int port = FIRST + (start + i) % span;
      if (!taken.contains(port) && isFree(port)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new CommandFailed(
          "no " + count + " free ports between " + FIRST + " and " + LAST + ": end other programs");
    }
    return found;
  }

  static boolean isFree(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
    try (ServerSocket stream = new ServerSocket();
        DatagramSocket datagrams = new DatagramSocket(address)) {
      stream.bind(address);
      return datagrams.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
