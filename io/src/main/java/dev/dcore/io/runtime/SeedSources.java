package dev.dcore.io.runtime;

import dev.dcore.kernel.transport.Address;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Who tells a node whom to join through, beside plain addresses.
///
/// @param hosts `HOST:PORT`; a name stands for all its addresses, now and whenever it is asked
///   again
/// @param files each with one `HOST:PORT` a line, read again while the node runs; what follows a
///   `#` is for people
/// @param names looked up again while the node runs: each address is a seed at the name's port
public record SeedSources(List<Address> hosts, List<Path> files, List<Address> names) {
  public static final SeedSources NONE = new SeedSources(List.of(), List.of(), List.of());

  public SeedSources {
    hosts = List.copyOf(hosts);
    files = List.copyOf(files);
    names = List.copyOf(names);
  }

  /// The addresses that a host and port stand for. Blocks while a name is looked up.
  public static List<Address> resolve(Address address) throws UnknownHostException {
    if (isLiteral(address)) {
      return List.of(address);
    }
    return resolve(address, InetAddress::getAllByName);
  }

  static List<Address> resolve(Address name, SeedWatch.Names names) throws UnknownHostException {
    List<Address> found = new ArrayList<>();
    for (InetAddress each : names.find(name.host())) {
      found.add(new Address(NetUtil.toAddressString(each), name.port()));
    }
    return found;
  }

  /// Those that need no looking up.
  List<Address> literals() {
    return hosts.stream().filter(SeedSources::isLiteral).toList();
  }

  /// Those that do.
  List<Address> toResolve() {
    List<Address> all = new ArrayList<>(hosts);
    all.addAll(names);
    return all.stream().filter(each -> !isLiteral(each)).toList();
  }

  /// Whether anything has to be looked up or read.
  boolean moving() {
    return !files.isEmpty() || !toResolve().isEmpty();
  }

  static boolean isLiteral(Address address) {
    return NetUtil.isValidIpV4Address(address.host()) || NetUtil.isValidIpV6Address(address.host());
  }
}
