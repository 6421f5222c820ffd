package dev.dcore.sim.cluster;

import dev.dcore.sim.runtime.ScenarioResult;

/// What [SecondJvmTest] runs in both JVMs.
final class SecondJvm {
  private SecondJvm() {}

  /// @param arguments the number of nodes, then seeds
  public static void main(String[] arguments) {
    int nodes = Integer.parseInt(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      System.out.println(line(Long.parseLong(arguments[i]), nodes));
    }
  }

  static String line(long seed, int nodes) {
    ScenarioResult result = MembershipScenario.run(MembershipScenario.Settings.of(seed, nodes));
    return "seed " + seed + " " + result.traceHash() + " " + result.events();
  }
}
