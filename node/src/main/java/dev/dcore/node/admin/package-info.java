/// The admin API of an agent: HTTP and JSON, a token, loopback unless told otherwise. Start with
/// [AdminServer].
///
/// Invariant: this package never answers without the token, and never lets a client hold more than
/// a bounded part of the process.
@NullMarked
package dev.dcore.node.admin;

import org.jspecify.annotations.NullMarked;
