import org.jspecify.annotations.NullMarked;

/// The deterministic simulator: whole nodes in virtual time, on a network and disks that misbehave
/// as a seed says, with checkers that hold them to their guarantees.
@NullMarked
module dev.dcore.sim {
  requires static transitive org.jspecify;
  requires transitive dev.dcore.kernel;
  requires static org.junit.jupiter.api;

  exports dev.dcore.sim.runtime;
  exports dev.dcore.sim.time;
  exports dev.dcore.sim.transport;
  exports dev.dcore.sim.persistence;
  exports dev.dcore.sim.persistence.log;
  exports dev.dcore.sim.persistence.store;
  exports dev.dcore.sim.crash;
  exports dev.dcore.sim.monitoring;
  exports dev.dcore.sim.chaos;
  exports dev.dcore.sim.cluster;
  exports dev.dcore.sim.consensus;
  exports dev.dcore.sim.measure;
  exports dev.dcore.sim.history;
  exports dev.dcore.sim.junit;
  exports dev.dcore.sim.script;
}
