import org.jspecify.annotations.NullMarked;

/// The front door: what an application embeds ([dev.dcore.node.Node]), and the agent that runs one
/// as a process of its own with an admin API.
@NullMarked
module dev.dcore.node {
  requires static transitive org.jspecify;
  requires transitive dev.dcore.kernel;
  requires dev.dcore.io;
  requires com.fasterxml.jackson.jr.ob;
  requires jdk.httpserver;
  requires org.slf4j;

  exports dev.dcore.node;
  exports dev.dcore.node.admin;
  exports dev.dcore.node.agent;
  exports dev.dcore.node.storage;
}
