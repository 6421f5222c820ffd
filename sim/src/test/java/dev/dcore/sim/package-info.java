/// What several tests of the simulator share.
///
/// Invariant: this package never runs a protocol.
package dev.dcore.sim;
