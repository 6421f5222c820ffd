package dev.dcore.bench.real;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Counts what members in a namespace send to each other, in bytes of IP packets, TCP's
/// acknowledgements included: every packet that leaves from or for a member's port.
public final class Traffic {
  private static final Pattern BYTES =
      Pattern.compile("counter sent \\{\\s+packets \\d+ bytes (\\d+)");

  private final Namespace namespace;

  public Traffic(Namespace namespace) throws RealFailed {
    this.namespace = namespace;
    int last = RealCluster.MEMBER_PORT + RealCluster.MEMBERS_MAX;
    String ports = RealCluster.MEMBER_PORT + "-" + last;
    namespace.filter(
        """
        table inet traffic {
          counter sent { }
          chain out {
            type filter hook output priority 0
            meta l4proto { tcp, udp } th dport %1$s counter name sent accept
            meta l4proto { tcp, udp } th sport %1$s counter name sent accept
          }
        }
        """
            .formatted(ports));
  }

  public long bytesSent() throws RealFailed {
    String said = namespace.filter("list counters table inet traffic");
    Matcher bytes = BYTES.matcher(said);
    if (!bytes.find()) {
      throw new RealFailed("nft says of its counter: " + said.strip());
    }
    return Long.parseLong(bytes.group(1));
  }
}
