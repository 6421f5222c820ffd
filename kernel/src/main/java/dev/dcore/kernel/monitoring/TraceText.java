package dev.dcore.kernel.monitoring;

/// Renders a trace event as one line: `probe-failed target=n3 sequence=17`.
public final class TraceText implements TraceFields {
  private final StringBuilder line;

  private TraceText(StringBuilder line) {
    this.line = line;
  }

  public static String of(TraceEvent event) {
    TraceText text = new TraceText(new StringBuilder(event.name()));
    event.describe(text);
    return text.line.toString();
  }

  @Override
  public TraceFields field(String key, long value) {
    line.append(' ').append(key).append('=').append(value);
    return this;
  }

  @Override
  public TraceFields field(String key, String value) {
    line.append(' ').append(key).append('=');
    if (value.indexOf(' ') >= 0 || value.isEmpty()) {
      line.append('"').append(value).append('"');
    } else {
      line.append(value);
    }
    return this;
  }

  @Override
  public TraceFields nanos(String key, long nanos) {
    line.append(' ').append(key).append('=').append(nanos / 1_000_000).append("ms");
    return this;
  }
}
