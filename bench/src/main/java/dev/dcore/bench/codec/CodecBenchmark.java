package dev.dcore.bench.codec;

import dev.dcore.kernel.cluster.swim.SwimMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Bytes of a message and back. `docs/decisions/0001-codec.md` has the command and what it printed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgs = "-Xmx512m")
public class CodecBenchmark {
  /// `streams` is the raw limit, `record` what nodes use.
  @Param({"record", "streams", "cbor"})
  public String codec = "";

  @Param({"ping", "gossip", "full"})
  public String message = "";

  private Candidate candidate = new RecordCandidate();
  private SwimMessage value = Messages.of("ping");
  private byte[] body = {};

  /// @throws IOException never, with a candidate that can read its own bytes
  @Setup
  public void prepare() throws IOException {
    candidate = Candidate.of(codec);
    value = Messages.of(message);
    body = candidate.encode(value);
    boolean sameFormat = !codec.equals("cbor");
    if (!candidate.decode(value.getClass(), body).equals(value)
        || (sameFormat && !Arrays.equals(body, new RecordCandidate().encode(value)))) {
      throw new IllegalStateException(codec + " does not read what it wrote");
    }
  }

  @Benchmark
  public byte[] encode() throws IOException {
    return candidate.encode(value);
  }

  @Benchmark
  public SwimMessage decode() throws IOException {
    return candidate.decode(value.getClass(), body);
  }
}
