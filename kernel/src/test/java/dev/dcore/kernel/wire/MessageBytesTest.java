package dev.dcore.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.WireFormat;
import dev.dcore.kernel.cluster.events.EventMessages;
import dev.dcore.kernel.cluster.stable.StableMessage;
import dev.dcore.kernel.cluster.stable.StableMessages;
import dev.dcore.kernel.cluster.swim.SwimMessages;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.RequestMessage;
import dev.dcore.kernel.messaging.RequestMessages;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The promise of the wire format: what was written once is read for ever, and what a newer version
/// adds is skipped.
class MessageBytesTest {
  private static final int UNKNOWN_FIELD = 31;
  private static final int LARGEST_FIELD = (1 << 29) - 1;

  static List<Sample<?>> samples() {
    return Samples.all();
  }

  @Test
  void everyMessageTypeHasASample() {
    List<Integer> codes =
        IntStream.range(-1, 300)
            .filter(
                code ->
                    SwimMessages.TABLE.knows(code)
                        || RequestMessages.TABLE.knows(code)
                        || EventMessages.TABLE.knows(code)
                        || StableMessages.TABLE.knows(code))
            .boxed()
            .toList();
    List<Integer> sampled = new ArrayList<>();
    Samples.swim().forEach(each -> sampled.add(SwimMessages.TABLE.typeOf(each.message())));
    Samples.requests().forEach(each -> sampled.add(RequestMessages.TABLE.typeOf(each.message())));
    Samples.events().forEach(each -> sampled.add(EventMessages.TABLE.typeOf(each.message())));
    StableSamples.messages()
        .forEach(each -> sampled.add(StableMessages.TABLE.typeOf(each.message())));
    Collections.sort(sampled);
    assertEquals(codes, sampled);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void bytesArePinned(Sample<?> sample) throws Exception {
    Golden.check(sample.name(), sample.bytes());
    byte[] golden = Golden.read(sample.name());
    assertArrayEquals(golden, sample.canonical(golden));
  }

  /// Requests and replies have bytes in them, and compare by their own encoding, above.
  static List<Sample<?>> comparable() {
    return Samples.all().stream()
        .filter(sample -> !(sample.message() instanceof RequestMessage))
        .filter(sample -> !(sample.message() instanceof StableMessage.WholeView))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("comparable")
  void whatIsWrittenIsReadAgain(Sample<?> sample) throws Exception {
    assertEquals(sample.message(), sample.decode(sample.bytes()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void unknownFieldsOfEveryWireTypeAreSkippedAtEveryLevel(Sample<?> sample) throws Exception {
    List<Fields.Extra> extras =
        List.of(
            out -> out.writeUInt64(UNKNOWN_FIELD, -1),
            out -> out.writeFixed64(UNKNOWN_FIELD, 1),
            out -> out.writeFixed32(UNKNOWN_FIELD, 1),
            out -> out.writeByteArray(UNKNOWN_FIELD, new byte[300]),
            out -> out.writeString(LARGEST_FIELD, "from a newer version"));
    for (Fields.Extra extra : extras) {
      byte[] newer = Fields.withEverywhere(sample.bytes(), sample.shape(), extra);
      assertArrayEquals(sample.bytes(), sample.canonical(newer));
    }
  }

  /// A known number under another type is another field: no version of ours changes a type.
  @ParameterizedTest
  @MethodSource("samples")
  void aKnownNumberWithAnotherTypeIsSkipped(Sample<?> sample) throws Exception {
    byte[] newer =
        Fields.withEverywhere(sample.bytes(), sample.shape(), out -> out.writeFixed32(1, 77));
    assertArrayEquals(sample.bytes(), sample.canonical(newer));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void groupsAreRefusedAtEveryLevel(Sample<?> sample) {
    for (int type : List.of(WireFormat.WIRETYPE_START_GROUP, WireFormat.WIRETYPE_END_GROUP)) {
      byte[] grouped =
          Fields.withEverywhere(
              sample.bytes(), sample.shape(), out -> out.writeTag(UNKNOWN_FIELD, type));
      assertThrows(MalformedFrame.class, () -> sample.decode(grouped));
    }
  }

  /// The fields without which a record is refused; all others default to zero, empty or none, and
  /// may be left out by a later version.
  @Test
  void theFieldsThatMustBeThereArePinned() {
    TreeSet<String> required = new TreeSet<>();
    for (Sample<?> sample : Samples.all()) {
      for (Fields.Lacking lacking : Fields.withoutEach(sample.bytes(), sample.shape())) {
        try {
          sample.decode(lacking.body());
        } catch (MalformedFrame e) {
          required.add(lacking.record() + " " + lacking.field());
        }
      }
    }
    assertEquals(
        List.of(
            "accept 3",
            "accept 5",
            "accepted 3",
            "accusation 2",
            "address 1",
            "address 2",
            "claim 1",
            "claim 2",
            "claim 3",
            "doubt 2",
            "event 1",
            "event 2",
            "event 3",
            "event 4",
            "event name 1",
            "event name 2",
            "indirect ping 5",
            "join 1",
            "newcomer 1",
            "newcomer 2",
            "old event 1",
            "prepare 3",
            "profile 1",
            "profile 2",
            "promise 3",
            "promise 5",
            "reconcile 1",
            "refused 3",
            "request 2",
            "request 3",
            "stable member 1",
            "stable member 2",
            "stable member 3",
            "stable view 1",
            "stable view 2",
            "stable view 3",
            "state entry 1",
            "state entry 2",
            "stream ping 3",
            "tag 1",
            "welcome 1"),
        List.copyOf(required));
  }

  @Test
  void listsHaveABound() {
    byte[] accusation = {16, 1};
    byte[] over =
        Fields.build(
            out -> {
              for (int i = 0; i <= 1 << 17; i++) {
                out.writeByteArray(4, accusation);
              }
            });
    MalformedFrame thrown =
        assertThrows(MalformedFrame.class, () -> SwimMessages.TABLE.decode(4, over));
    assertEquals("gossip: a list of over 131072 elements", thrown.reason());
  }

  @Test
  void unknownTypesAndConstantsAreRefused() {
    assertThrows(MalformedFrame.class, () -> SwimMessages.TABLE.decode(200, new byte[0]));
    assertThrows(MalformedFrame.class, () -> SwimMessages.TABLE.decode(-1, new byte[0]));
    byte[] state = Fields.build(out -> out.writeUInt64(4, 9));
    assertThrows(MalformedFrame.class, () -> SwimMessages.EVIDENCE.decode(state));
  }

  @Test
  void anIdHasSixteenBytes() throws Exception {
    byte[] shortId = Fields.build(out -> out.writeByteArray(1, new byte[15]));
    assertThrows(MalformedFrame.class, () -> SwimMessages.EVIDENCE.decode(shortId));
    assertEquals(NodeId.NONE, SwimMessages.EVIDENCE.decode(new byte[0]).target());
  }
}
