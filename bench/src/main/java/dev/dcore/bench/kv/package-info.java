/// Replicated stores of keys and values as real processes, ours and others', and the process that
/// loads each of them in the same way. Start with [KvSystem] and [KvClient].
///
/// Invariant: this package never measures two systems with different loads, nor with different
/// durability: each answers a write after a majority has synced it.
@NullMarked
package dev.dcore.bench.kv;

import org.jspecify.annotations.NullMarked;
