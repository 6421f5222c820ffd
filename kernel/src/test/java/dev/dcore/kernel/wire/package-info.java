/// What all wire formats promise together: golden bytes, unknown fields, hostile bytes. Start with
/// [MessageBytesTest]; [Samples] has one message of every type.
@NullMarked
package dev.dcore.kernel.wire;

import org.jspecify.annotations.NullMarked;
