package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Different numbers at random, of those that fit.
final class RandomPick {
  private RandomPick() {}

  /// Up to `count` of those below `bound` that fit.
  static List<Integer> of(int bound, int count, Choice choice, IntPredicate fits) {
    List<Integer> picked = new ArrayList<>(count);
    // Rejection is cheap while most fit; the bound ends it when few do.
    int tries = Math.min(bound * 2, count * 8);
    for (int i = 0; i < tries && picked.size() < count; i++) {
      addIfFit(choice.below(bound), fits, picked);
    }
    if (picked.size() < count && bound > 0) {
      // Few fit, say in a cluster of mostly dead members: look at all, from a random place on.
      int offset = choice.below(bound);
      for (int i = 0; i < bound && picked.size() < count; i++) {
        addIfFit((offset + i) % bound, fits, picked);
      }
    }
    return picked;
  }

  private static void addIfFit(int number, IntPredicate fits, List<Integer> picked) {
    if (fits.test(number) && !picked.contains(number)) {
      picked.add(number);
    }
  }
}
