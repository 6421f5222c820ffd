package dev.dcore.bench.real;

import java.util.List;
import java.util.concurrent.Callable;

/// The network that this process is in.
public record ThisHost() implements Place {
  @Override
  public List<String> prefix() {
    return List.of();
  }

  @Override
  public <T> T inside(Callable<T> work) throws RealFailed {
    try {
      return work.call();
    } catch (Exception e) {
      throw new RealFailed(String.valueOf(e.getMessage()), e);
    }
  }
}
