package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.Entropy;
import dev.dcore.kernel.monitoring.Tracer;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.transport.Transport;

/// Everything that a node reaches outside of itself.
public record Ports(
    Transport transport, Disk disk, Alarm alarm, Entropy entropy, Tracer tracer, Outlet outlet) {}
