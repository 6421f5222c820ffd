package dev.dcore.io.identity;

import dev.dcore.kernel.identity.Entropy;
import java.security.SecureRandom;

/// Entropy of the operating system. Safe for use by several threads.
public final class SystemEntropy implements Entropy {
  private final SecureRandom random = new SecureRandom();

  @Override
  public long nextLong() {
    return random.nextLong();
  }
}
