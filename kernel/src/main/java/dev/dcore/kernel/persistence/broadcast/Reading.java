package dev.dcore.kernel.persistence.broadcast;

import java.util.List;

/// What a subscriber finds at its cursor.
public sealed interface Reading<M> {
  /// The next messages in order, with none left out; empty when there are none yet.
  ///
  /// @param next where to read on
  record Messages<M>(List<M> messages, Cursor next) implements Reading<M> {
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /// The window does not reach the cursor. The subscriber takes a snapshot and reads on from where
  /// that was taken; a snapshot from before `to` meets the rest of the gap here again.
  ///
  /// @param from the cursor that was asked for
  /// @param to the oldest message that the window holds, in the publisher's present life
  record Gap<M>(Cursor from, Cursor to) implements Reading<M> {}
}
