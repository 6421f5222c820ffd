package dev.dcore.sim.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A property that has to hold for each of many seeds. They run on all cores; when some fail, the
/// failure names all of these, and for each the command that runs it alone.
///
/// ```java
/// final class CounterTest {
///   @Seeds(200)
///   void neverFalls(long seed) {
///     ...
///   }
///
///   @Seeds(200)
///   void drawsItsOwnSteps(Run run) {
///     Choice step = run.choices().choice("step");
///     ...
///   }
/// }
/// ```
///
/// The method takes the seed as a `long`, or a [Run] with the seed and its draws. It runs on
/// several threads at once, on one instance of the test class, so it keeps what it needs in
/// variables of its own; what a test adds up over all seeds it keeps where threads may meet.
///
/// `-Ddcore.seed=N` runs only that seed.
// Whoever uses it requires JUnit already; the simulator's other users need not.
@SuppressWarnings("exports")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(SeedsExtension.class)
public @interface Seeds {
  /// The system property that chooses one seed.
  String SEED_PROPERTY = "dcore.seed";

  /// How many seeds.
  int value();

  /// The first one; the others follow it.
  long first() default 1;

  /// The command that runs one seed again, where there is a shorter one than that of the test; it
  /// ends with the seed.
  String replay() default "";
}
