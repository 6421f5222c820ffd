package dev.dcore.io.runtime;

import dev.dcore.kernel.cluster.seeding.SeedList;
import dev.dcore.kernel.transport.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads files and asks name servers for seeds, on a thread of its own, again and again while the
/// node runs. Whoever stalls it stalls nobody else.
final class SeedWatch implements AutoCloseable {
  /// How soon a change of a file is noticed, and how soon a name that was not found is asked for
  /// again. A name that was found is kept by the Java runtime for 30 s, one that was not for 10 s.
  static final Duration PERIOD = Duration.ofSeconds(2);

  /// A larger file is no list of seeds.
  private static final int FILE_BYTES_MAX = 256 << 10;

  /// Where names come from.
  @FunctionalInterface
  interface Names {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /// What the sources say now.
  ///
  /// @param seeds of all sources, each once
  /// @param trouble which source says nothing and why, in one sentence, or empty
  record Found(List<Address> seeds, String trouble) {}

  /// Where it goes; called on the watch's thread.
  @FunctionalInterface
  interface Sink {
    void found(Found found);
  }

  private final SeedSources sources;
  private final Names names;
  private final Sink sink;
  private final ScheduledExecutorService thread;
  private @Nullable Found last;

  private SeedWatch(String node, SeedSources sources, Names names, Sink sink) {
    this.sources = sources;
    this.names = names;
    this.sink = sink;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dcore-seeds-" + node).factory());
  }

  /// Begins to watch; the sink hears of the first state and of every change.
  ///
  /// @return null when nothing has to be looked up or read, and no thread is needed
  static @Nullable SeedWatch start(String node, SeedSources sources, Names names, Sink sink) {
    if (!sources.moving()) {
      return null;
    }
    SeedWatch watch = new SeedWatch(node, sources, names, sink);
    var _ =
        watch.thread.scheduleWithFixedDelay(
            watch::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  /// Returns at once; a lookup that stalls ends by itself.
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    Found now = look(sources, names);
    if (!now.equals(last)) {
      last = now;
      sink.found(now);
    }
  }

  /// Asks every source once. Blocks.
  static Found look(SeedSources sources, Names names) {
    SequencedSet<Address> seeds = new LinkedHashSet<>();
    List<String> troubles = new ArrayList<>();
    List<Address> toResolve = new ArrayList<>(sources.toResolve());
    sources.names().stream().filter(SeedSources::isLiteral).forEach(seeds::add);
    for (Path file : sources.files()) {
      for (Address each : read(file, troubles)) {
        if (SeedSources.isLiteral(each)) {
          seeds.add(each);
        } else {
          toResolve.add(each);
        }
      }
    }
    for (Address each : toResolve) {
      resolve(each, names, seeds, troubles);
    }
    return new Found(
        seeds.stream().limit(SeedList.SEEDS_MAX).toList(),
        troubles.isEmpty() ? "" : troubles.getFirst());
  }

  private static void resolve(
      Address name, Names names, SequencedSet<Address> seeds, List<String> troubles) {
    try {
      seeds.addAll(SeedSources.resolve(name, names));
    } catch (UnknownHostException e) {
      troubles.add("the seed's name " + name.host() + " is not known");
    }
  }

  private static List<Address> read(Path file, List<String> troubles) {
    List<Address> seeds = new ArrayList<>();
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        troubles.add("the file of seeds " + file + " is too large");
        return seeds;
      }
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        String text = line.replaceFirst("#.*", "").strip();
        if (!text.isEmpty()) {
          parse(file, number, text, seeds, troubles);
        }
      }
    } catch (NoSuchFileException _) {
      troubles.add("the file of seeds " + file + " does not exist");
    } catch (CharacterCodingException _) {
      troubles.add("the file of seeds " + file + " is no text");
    } catch (IOException e) {
      troubles.add("the file of seeds " + file + " cannot be read: " + e.getMessage());
    }
    return seeds;
  }

  private static void parse(
      Path file, int line, String text, List<Address> seeds, List<String> troubles) {
    try {
      seeds.add(Address.parse(text));
    } catch (IllegalArgumentException e) {
      troubles.add("line " + line + " of the file of seeds " + file + ": " + e.getMessage());
    }
  }
}
