package dev.dcore.kernel.transport;

/// Where a node listens, for datagrams and streams alike. Immutable, with value equality; no
/// record, since it keeps its hash: every datagram is looked up by it.
public final class Address implements Comparable<Address> {
  private static final int HOST_MAX = 255;

  private final String host;
  private final int port;
  private final int hash;

  /// @param host a name or a literal IP address, without brackets, at most 255 characters
  /// @param port 1 to 65535
  /// @throws IllegalArgumentException in one sentence for people
  public Address(String host, int port) {
    if (host.isEmpty() || host.length() > HOST_MAX || !isPrintable(host)) {
      throw new IllegalArgumentException("\"" + host + "\" is not a host name or IP address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
    this.host = host;
    this.port = port;
    this.hash = host.hashCode() * 31 + port;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  private static boolean isPrintable(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c <= ' ' || c > '~' || c == '[' || c == ']') {
        return false;
      }
    }
    return true;
  }

  /// Reads `HOST:PORT` or `[IPV6]:PORT`.
  ///
  /// @throws IllegalArgumentException in one sentence for people
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not HOST:PORT");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not HOST:PORT; write an IPv6 address as [ADDRESS]:PORT");
    }
    try {
      return new Address(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" has no port number after the colon", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Address address
            && address.hash == hash
            && address.port == port
            && address.host.equals(host));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(Address other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
