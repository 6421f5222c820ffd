import org.jspecify.annotations.NullMarked;

/// The real world: threads, sockets, files, clocks and entropy behind the kernel's ports.
@NullMarked
module dev.dcore.io {
  requires static transitive org.jspecify;
  requires transitive dev.dcore.kernel;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires org.slf4j;

  exports dev.dcore.io.identity;
  exports dev.dcore.io.persistence;
  exports dev.dcore.io.runtime;

  uses dev.dcore.io.persistence.StateBackend;
}
