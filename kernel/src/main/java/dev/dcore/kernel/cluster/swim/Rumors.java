package dev.dcore.kernel.cluster.swim;

import java.util.List;

/// The rumors that ride on one message.
public record Rumors(List<Claim> claims, List<Accusation> accusations, List<Doubt> doubts) {
  public static final Rumors NONE = new Rumors(List.of(), List.of(), List.of());

  public Rumors {
    claims = List.copyOf(claims);
    accusations = List.copyOf(accusations);
    doubts = List.copyOf(doubts);
  }

  static Rumors of(List<Claim> claims, List<Accusation> accusations, List<Doubt> doubts) {
    return claims.isEmpty() && accusations.isEmpty() && doubts.isEmpty()
        ? NONE
        : new Rumors(claims, accusations, doubts);
  }

  public boolean isEmpty() {
    return claims.isEmpty() && accusations.isEmpty() && doubts.isEmpty();
  }
}
