import org.jspecify.annotations.NullMarked;

/// The `dcore` command. Start with [dev.dcore.cli.Main].
@NullMarked
module dev.dcore.cli {
  requires static transitive org.jspecify;
  requires transitive dev.dcore.kernel;
  requires dev.dcore.node;
  requires dev.dcore.sim;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires com.fasterxml.jackson.jr.ob;
  requires transitive info.picocli;
  requires org.slf4j;

  exports dev.dcore.cli;

  opens dev.dcore.cli to
      info.picocli;

  uses dev.dcore.cli.CommandProvider;

  provides ch.qos.logback.classic.spi.Configurator with
      dev.dcore.cli.logging.Logging;
}
