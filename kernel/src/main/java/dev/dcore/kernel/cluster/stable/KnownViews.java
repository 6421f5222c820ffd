package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.transport.MalformedFrame;

/// Makes views and their bytes. Whoever runs many nodes in one process can hand out the same ones
/// to all of them, since both are immutable.
public interface KnownViews {
  /// Makes everything anew.
  KnownViews UNSHARED =
      new KnownViews() {
        @Override
        public StableView next(StableView view, Cut cut) {
          return make(view, cut);
        }

        @Override
        public StableView read(byte[] body) throws MalformedFrame {
          return decode(body);
        }

        @Override
        public byte[] write(StableView view) {
          return encode(view);
        }
      };

  /// The view that follows by a cut that it admits.
  StableView next(StableView view, Cut cut);

  /// @throws MalformedFrame when the bytes are not a view
  StableView read(byte[] body) throws MalformedFrame;

  /// Its bytes, not to be modified.
  byte[] write(StableView view);

  static StableView make(StableView view, Cut cut) {
    return view.after(cut);
  }

  static StableView decode(byte[] body) throws MalformedFrame {
    return StableMessages.VIEW.decode(body);
  }

  static byte[] encode(StableView view) {
    return StableMessages.VIEW.encode(view);
  }
}
