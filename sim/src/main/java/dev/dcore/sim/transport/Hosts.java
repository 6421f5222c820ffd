package dev.dcore.sim.transport;

import dev.dcore.kernel.transport.Address;
import org.jspecify.annotations.Nullable;

/// Who listens where: open addressing, since every datagram looks here and an address is nearly
/// always the very object that the table has.
final class Hosts {
  /// What is at one address, for good.
  static final class Host {
    final Address address;
    private Endpoint last;
    private int lives;

    /// Not null while the messages of who listens here are held back.
    @Nullable Held held;

    private Host(Address address, Endpoint first) {
      this.address = address;
      this.last = first;
    }

    /// The index of who listens or listened here.
    int index() {
      return last.index();
    }

    /// How often somebody began to listen here.
    int lives() {
      return lives;
    }

    /// Who listens here now, or null.
    @Nullable Endpoint listener() {
      return last.alive() ? last : null;
    }
  }

  private @Nullable Host[] table = new Host[64];
  private int used;

  /// Null when nobody ever listened there.
  @Nullable Host find(Address address) {
    return table[place(address)];
  }

  /// From now on this endpoint listens at its address.
  Host open(Endpoint endpoint) {
    int place = place(endpoint.address());
    Host host = table[place];
    if (host == null) {
      host = new Host(endpoint.address(), endpoint);
      table[place] = host;
      used++;
      if (2 * used > table.length) {
        grow();
      }
    }
    host.last = endpoint;
    host.lives++;
    return host;
  }

  /// Where this address is, or would go.
  private int place(Address address) {
    int hash = address.hashCode();
    int place = (hash ^ hash >>> 16) & (table.length - 1);
    Host host = table[place];
    while (host != null && !host.address.equals(address)) {
      place = (place + 1) & (table.length - 1);
      host = table[place];
    }
    return place;
  }

  private void grow() {
    @Nullable Host[] old = table;
    table = new Host[2 * old.length];
    for (Host host : old) {
      if (host != null) {
        table[place(host.address)] = host;
      }
    }
  }
}
