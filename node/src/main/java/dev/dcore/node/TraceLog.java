package dev.dcore.node;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceText;
import dev.dcore.kernel.monitoring.Tracer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes trace events to SLF4J's logger `dev.dcore.trace`. It is called on the loop, so whoever
/// sets up logging gives it an appender that does not block.
public final class TraceLog implements Tracer {
  /// What to name in the configuration of logging.
  public static final String LOGGER = "dev.dcore.trace";

  private final Logger logger = LoggerFactory.getLogger(LOGGER);

  @Override
  public void trace(long nowNanos, TraceEvent event) {
    Level level = level(event.level());
    if (logger.isEnabledForLevel(level)) {
      logger.atLevel(level).log(TraceText.of(event));
    }
  }

  @Override
  public boolean wants(TraceEvent.Level level) {
    return logger.isEnabledForLevel(level(level));
  }

  private static Level level(TraceEvent.Level level) {
    return switch (level) {
      case STEP -> Level.TRACE;
      case DETAIL -> Level.DEBUG;
      case NOTABLE -> Level.INFO;
      case WARNING -> Level.WARN;
    };
  }
}
