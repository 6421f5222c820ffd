import org.jspecify.annotations.NullMarked;

/// Protocols, the runtime that composes them, and the ports they reach the world through. All of it
/// is deterministic: no thread, no clock, no file, no socket.
@NullMarked
module dev.dcore.kernel {
  requires static transitive org.jspecify;
  requires com.google.protobuf;

  exports dev.dcore.kernel.base;
  exports dev.dcore.kernel.cluster;
  exports dev.dcore.kernel.cluster.planning;
  exports dev.dcore.kernel.cluster.seeding;
  exports dev.dcore.kernel.cluster.stable;
  exports dev.dcore.kernel.cluster.events;
  exports dev.dcore.kernel.cluster.swim;
  exports dev.dcore.kernel.cluster.topology;
  exports dev.dcore.kernel.consensus;
  exports dev.dcore.kernel.identity;
  exports dev.dcore.kernel.messaging;
  exports dev.dcore.kernel.monitoring;
  exports dev.dcore.kernel.persistence;
  exports dev.dcore.kernel.persistence.broadcast;
  exports dev.dcore.kernel.persistence.checkpoint;
  exports dev.dcore.kernel.persistence.compaction;
  exports dev.dcore.kernel.persistence.keyed;
  exports dev.dcore.kernel.persistence.state;
  exports dev.dcore.kernel.persistence.log;
  exports dev.dcore.kernel.runtime;
  exports dev.dcore.kernel.store;
  exports dev.dcore.kernel.transport;
}
