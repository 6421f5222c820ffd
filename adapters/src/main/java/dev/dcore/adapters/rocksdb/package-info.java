/// The state store's bytes in RocksDB, for more state than memory holds. Start with [RocksBytes].
///
/// Invariant: this package never decides what is written, only where, and never writes a log of its
/// own: what RocksDB had not written to its files at a crash comes again from ours.
@NullMarked
package dev.dcore.adapters.rocksdb;

import org.jspecify.annotations.NullMarked;
