package dev.dcore.kernel.wire;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Looks for bytes that make a decoder break its promise, guided by the code they reach.
///
/// With other tests it runs over its seeds and all inputs that were found before
/// (`DecodersFuzzTestInputs`). With `JAZZER_FUZZ=1`, which the build sets in its `fuzz` execution,
/// it searches for as long as the annotation says, and writes what it finds there: commit it with
/// the fix.
class DecodersFuzzTest {
  /// The first byte chooses the decoder, so that one search covers all of them.
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void noBytesBreakADecoder(byte[] input) {
    if (input.length == 0) {
      return;
    }
    List<HostileDecoder<?>> decoders = HostileDecoder.ALL;
    HostileDecoder<?> decoder = decoders.get((input[0] & 0xFF) % decoders.size());
    boolean _ = decoder.accepts(Arrays.copyOfRange(input, 1, input.length));
  }

  static Stream<Arguments> seeds() {
    return HostileDecoder.seeds().map(seed -> arguments((Object) seed));
  }
}
