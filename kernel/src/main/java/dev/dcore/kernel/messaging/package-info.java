/// Requests and their replies. Start with [Requests].
///
/// Invariant: this package never retries what carries no id, and never leaves a request without an
/// outcome.
@NullMarked
package dev.dcore.kernel.messaging;

import org.jspecify.annotations.NullMarked;
