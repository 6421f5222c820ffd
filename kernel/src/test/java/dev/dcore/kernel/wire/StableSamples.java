package dev.dcore.kernel.wire;

import dev.dcore.kernel.cluster.stable.Cut;
import dev.dcore.kernel.cluster.stable.Newcomer;
import dev.dcore.kernel.cluster.stable.StableMessage;
import dev.dcore.kernel.cluster.stable.StableMessages;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One sample of every message of the stable view, and of a view.
final class StableSamples {
  private static final long LINEAGE = 0x2_1234_5678L;
  private static final Shape NEWCOMER = new Shape("newcomer", Map.of());
  private static final Shape CUT = new Shape("cut", Map.of(2, NEWCOMER));
  private static final Shape MEMBER = new Shape("stable member", Map.of());
  private static final Shape VIEW = new Shape("stable view", Map.of(3, MEMBER));

  private static final Cut CHANGE =
      new Cut(
          new byte[] {0x05, 0x01},
          List.of(new Newcomer(Samples.N1, 3), new Newcomer(Samples.N2, 1)));

  private StableSamples() {}

  static List<Sample<?>> all() {
    List<Sample<?>> all = new ArrayList<>(messages());
    all.add(Sample.of("stable-view", VIEW, view(), StableMessages.VIEW));
    return all;
  }

  static List<Sample<StableMessage>> messages() {
    return List.of(
        sample("announce", Map.of(), new StableMessage.Announce(LINEAGE, 300, 1)),
        sample("prepare", Map.of(), new StableMessage.Prepare(LINEAGE, 300, 1 << 20 | 5)),
        sample("accepted", Map.of(), new StableMessage.Accepted(LINEAGE, 300, 1)),
        sample("refused", Map.of(), new StableMessage.Refused(LINEAGE, 300, 1 << 21 | 7)),
        sample(
            "promise",
            Map.of(5, CUT),
            new StableMessage.Promise(LINEAGE, 300, 1 << 20 | 5, 1, CHANGE)),
        sample(
            "accept",
            Map.of(5, CUT),
            new StableMessage.Accept(LINEAGE, 300, 1 << 20 | 5, true, CHANGE)),
        sample("pull", Map.of(), new StableMessage.Pull(LINEAGE, 299)),
        sample("cuts", Map.of(3, CUT), new StableMessage.Cuts(LINEAGE, 299, List.of(CHANGE))),
        sample(
            "whole-view",
            Map.of(),
            new StableMessage.WholeView(StableMessages.VIEW.encode(view()))));
  }

  private static StableView view() {
    try {
      return StableMessages.VIEW.decode(
          Fields.build(
              out -> {
                out.writeUInt64(1, LINEAGE);
                out.writeUInt64(2, 300);
                out.writeByteArray(3, member(0x01, 3, 2));
                out.writeByteArray(3, member(0xFE, 1, 300));
              }));
    } catch (MalformedFrame e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] member(int first, long boot, long since) {
    byte[] id = new byte[16];
    id[7] = (byte) first;
    return Fields.build(
        out -> {
          out.writeByteArray(1, id);
          out.writeUInt64(2, boot);
          out.writeUInt64(3, since);
        });
  }

  private static Sample<StableMessage> sample(
      String name, Map<Integer, Shape> nested, StableMessage message) {
    return Sample.of(
        name, new Shape(name.replace('-', ' '), nested), message, StableMessages.TABLE);
  }
}
