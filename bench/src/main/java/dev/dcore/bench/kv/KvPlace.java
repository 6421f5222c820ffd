package dev.dcore.bench.kv;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where stores and their loads run.
///
/// @param root of the project, which is built
/// @param java the program
/// @param classPath of what we ship
/// @param directory for all data
public record KvPlace(Path root, String java, String classPath, Path directory) {
  static final String HOST = "127.0.0.1";

  /// Room enough for all that is measured, and what a person would give a small server. The rest of
  /// the JVM is as it comes.
  private static final List<String> PEER_JVM = List.of("-Xms1g", "-Xmx1g");

  /// For the process that loads: the same for all.
  private static final List<String> LOADER_JVM = List.of("-Xms1g", "-Xmx1g");

  /// Libraries that reach into the JDK, which warns about it.
  private static final List<String> ALLOWED =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dio.netty.tryReflectionSetAccessible=true",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  /// A main of ours beside a peer's libraries.
  List<String> peer(String main, List<String> arguments) throws KvFailed {
    return command(PEER_JVM, main, peersClassPath(), arguments);
  }

  List<String> loader(KvKind kind, List<String> servers) throws KvFailed {
    List<String> arguments = new ArrayList<>(List.of(kind.name()));
    arguments.addAll(servers);
    String path = kind == KvKind.DCORE ? classPath : peersClassPath();
    return command(LOADER_JVM, KvLoadMain.class.getName(), path, arguments);
  }

  Path data(KvKind kind, int node) {
    return home(kind).resolve("n" + node);
  }

  /// The file that gets what it prints.
  Path said(KvKind kind, String who) {
    return home(kind).resolve(who + ".out");
  }

  /// All that a store has on disk.
  public Path home(KvKind kind) {
    return directory.resolve(kind.word());
  }

  /// Free now; whoever needs several asks for them at once.
  static List<Integer> freePorts(int count) throws KvFailed {
    List<ServerSocket> open = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } catch (IOException e) {
      throw new KvFailed("no free port: " + e.getMessage(), e);
    } finally {
      for (ServerSocket socket : open) {
        try {
          socket.close();
        } catch (IOException _) {
          // It was only to find its port.
        }
      }
    }
  }

  private List<String> command(
      List<String> flags, String main, String classPath, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(flags);
    command.addAll(ALLOWED);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /// What is only in target/lib is used by peers as well.
  private String peersClassPath() throws KvFailed {
    List<String> all = new ArrayList<>(List.of(ownClasses()));
    for (String folder : List.of("peers", "lib")) {
      Path jars = root.resolve("bench/target").resolve(folder);
      try (Stream<Path> each = Files.list(jars)) {
        each.map(Path::toString).filter(jar -> jar.endsWith(".jar")).sorted().forEach(all::add);
      } catch (IOException e) {
        throw new KvFailed(jars + " cannot be read: build the benchmarks again", e);
      }
    }
    return String.join(":", all);
  }

  /// Of a peer's library, by the name of its jar.
  String versionOf(String library) throws KvFailed {
    Pattern jar = Pattern.compile(".*/" + Pattern.quote(library) + "-(\\d[^/]*)\\.jar");
    return Stream.of(peersClassPath().split(":", -1))
        .map(jar::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() -> new KvFailed("there is no " + library + " in bench/target/peers"));
  }

  private static String ownClasses() {
    return Path.of(
            URI.create(
                KvLoadMain.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
