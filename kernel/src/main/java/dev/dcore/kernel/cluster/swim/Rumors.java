package dev.dcore.kernel.cluster.swim;

import java.util.List;

/// The rumors that ride on one message.
public record Rumors(List<Claim> claims, List<Accusation> accusations) {
  public static final Rumors NONE = new Rumors(List.of(), List.of());

  public Rumors {
    claims = List.copyOf(claims);
    accusations = List.copyOf(accusations);
  }

  static Rumors of(List<Claim> claims, List<Accusation> accusations) {
    return claims.isEmpty() && accusations.isEmpty() ? NONE : new Rumors(claims, accusations);
  }

  public boolean isEmpty() {
    return claims.isEmpty() && accusations.isEmpty();
  }
}
