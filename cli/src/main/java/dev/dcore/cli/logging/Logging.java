package dev.dcore.cli.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import dev.dcore.node.TraceLog;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets up logging in code, because reading an XML configuration takes longer than most commands:
/// warnings to stderr, and for an agent all that its level asks for to a bounded file.
public final class Logging extends ContextAwareBase implements Configurator {
  /// In an agent's data directory.
  public static final String FILE = "agent.log";

  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%ex";

  /// With one older file, at most twice this.
  private static final String FILE_SIZE_MAX = "8MB";

  /// So many lines wait for the disk; then those below a warning are dropped, because the node's
  /// loop must not wait for it.
  private static final int QUEUE_LINES_MAX = 1_024;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// @param level of trace events; everything else stays at warnings
  /// @param quiet nothing to stderr
  public static void toFile(Path directory, org.slf4j.event.Level level, boolean quiet) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // Whoever put another SLF4J provider on the class path configures that.
    }
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(async(context, file(context, directory)));
    if (!quiet) {
      root.addAppender(async(context, console(context)));
    }
    context.getLogger(TraceLog.LOGGER).setLevel(Level.convertAnSLF4JLevel(level));
  }

  /// Writes what is queued.
  public static void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  private static Appender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    return started(context, "console", appender);
  }

  private static Appender<ILoggingEvent> file(LoggerContext context, Path directory) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    String file = directory.resolve(FILE).toString();
    appender.setFile(file);
    appender.setContext(context);
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(1);
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(FILE_SIZE_MAX));
    size.start();
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    return started(context, "file", appender);
  }

  private static Appender<ILoggingEvent> started(
      LoggerContext context, String name, OutputStreamAppender<ILoggingEvent> appender) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setName(name);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static Appender<ILoggingEvent> async(
      LoggerContext context, Appender<ILoggingEvent> behind) {
    AsyncAppender appender = new AsyncAppender();
    appender.setContext(context);
    appender.setName("async-" + behind.getName());
    appender.setQueueSize(QUEUE_LINES_MAX);
    appender.setNeverBlock(true);
    appender.addAppender(behind);
    appender.start();
    return appender;
  }
}
