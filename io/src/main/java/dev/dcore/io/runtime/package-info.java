/// Runs one node in the real world. Start with [NodeLoop].
///
/// A program that embeds a node needs no JVM flags. A launcher of agents does well to give these:
///
/// ```text
/// --enable-native-access=ALL-UNNAMED            Netty's epoll, without a warning
/// --sun-misc-unsafe-memory-access=allow         Netty's buffers, without a warning and sooner
/// -XX:+UseSerialGC -Xms8m -Xmn4m -Xmx64m        an idle node touches few pages: about 60 MiB in all
/// -Dio.netty.allocator.type=unpooled            no pools of threads that use none of ours
/// ```
///
/// An AOT cache (`-XX:AOTCache`, of jars) brings the start of a node from a second to a third of
/// it.
///
/// Invariant: this package never steps a node on any thread but its loop's.
@NullMarked
package dev.dcore.io.runtime;

import org.jspecify.annotations.NullMarked;
