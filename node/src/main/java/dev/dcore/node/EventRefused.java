package dev.dcore.node;

/// An event was not sent; the message says why in one sentence.
public final class EventRefused extends Exception {
  private static final long serialVersionUID = 1;

  EventRefused(String sentence) {
    super(sentence);
  }
}
