package dev.dcore.sim.persistence;

/// Decides, when the power goes, what survives of what was not synced. [SimDisk] asks for one
/// change after another, in the order in which they were made.
///
/// A sector that lost one of its changes loses the later ones as well, since the disk holds it as
/// it was at some moment; sectors, lengths and names are independent of each other.
public interface PowerLoss {
  /// What one write changes in one sector.
  ///
  /// @param sector its number in the file
  /// @param offsetInWrite where this piece begins in the bytes of the write
  /// @param bytes how many
  /// @param ofLastWrite whether it belongs to the last write before the power went
  record Piece(String file, long sector, int offsetInWrite, int bytes, boolean ofLastWrite) {}

  /// @return how many bytes of it survive, from its first on
  int kept(Piece piece);

  /// @param bytes the file's length after the change
  boolean lengthKept(String file, long bytes);

  /// Whether the creation, renaming or deletion of this name survives.
  boolean nameKept(String file);

  /// An operation was asked for and had not completed.
  ///
  /// @param bytes of a write; 1 for anything else
  /// @return how many of them were written nevertheless
  int underWay(int bytes);

  /// Nothing survives but what was synced.
  static PowerLoss ofAllUnsynced() {
    return new Whole(false);
  }

  /// Everything survives, as if it had been synced.
  static PowerLoss ofNothing() {
    return new Whole(true);
  }

  /// All survives but the end of the last write.
  ///
  /// @param bytes how many of the last write survive
  static PowerLoss inLastWrite(int bytes) {
    return new LastWriteTorn(bytes);
  }

  /// Either all or nothing.
  record Whole(boolean kept) implements PowerLoss {
    @Override
    public int kept(Piece piece) {
      return kept ? piece.bytes() : 0;
    }

    @Override
    public boolean lengthKept(String file, long bytes) {
      return kept;
    }

    @Override
    public boolean nameKept(String file) {
      return kept;
    }

    @Override
    public int underWay(int bytes) {
      return kept ? bytes : 0;
    }
  }

  /// The last write is torn at one byte.
  record LastWriteTorn(int at) implements PowerLoss {
    @Override
    public int kept(Piece piece) {
      return piece.ofLastWrite()
          ? Math.clamp(at - piece.offsetInWrite(), 0, piece.bytes())
          : piece.bytes();
    }

    @Override
    public boolean lengthKept(String file, long bytes) {
      return true;
    }

    @Override
    public boolean nameKept(String file) {
      return true;
    }

    @Override
    public int underWay(int bytes) {
      return 0;
    }
  }
}
