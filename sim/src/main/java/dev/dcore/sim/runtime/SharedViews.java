package dev.dcore.sim.runtime;

import dev.dcore.kernel.cluster.stable.Cut;
import dev.dcore.kernel.cluster.stable.KnownViews;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes each stable view, and its bytes, once for all nodes of a simulation. What differs in
/// anything is another view: so nodes that disagree stay apart.
final class SharedViews implements KnownViews {
  /// Of the bytes of views only the latest are asked for often.
  private static final int BODIES_MAX = 16;

  private record Successor(StableView view, Cut cut) {}

  private record Body(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Body(byte[] otherBytes) && Arrays.equals(otherBytes, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private final Map<Successor, StableView> successors = new LinkedHashMap<>();
  private final Map<StableView, byte[]> bodies = new LinkedHashMap<>();
  private final Map<Body, StableView> views = new LinkedHashMap<>();

  @Override
  public StableView next(StableView view, Cut cut) {
    return successors.computeIfAbsent(
        new Successor(view, cut), key -> KnownViews.make(key.view(), key.cut()));
  }

  @Override
  public StableView read(byte[] body) throws MalformedFrame {
    Body key = new Body(body);
    StableView known = views.get(key);
    if (known == null) {
      known = KnownViews.decode(body);
      trim(views);
      views.put(key, known);
    }
    return known;
  }

  @Override
  public byte[] write(StableView view) {
    byte[] known = bodies.get(view);
    if (known == null) {
      known = KnownViews.encode(view);
      trim(bodies);
      bodies.put(view, known);
      trim(views);
      views.put(new Body(known), view);
    }
    return known;
  }

  private static <K> void trim(Map<K, ?> map) {
    if (map.size() >= BODIES_MAX) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
