/// Where unpredictable bits come from. Start with [SystemEntropy].
///
/// Invariant: this package never hands out bits that can be repeated.
@NullMarked
package dev.dcore.io.identity;

import org.jspecify.annotations.NullMarked;
