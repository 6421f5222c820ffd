package dev.dcore.sim.junit;

import dev.dcore.sim.runtime.ParallelSeeds;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Runs a method with [Seeds] as one test: JUnit calls it once, and this calls it for each seed.
// Whoever uses @Seeds requires JUnit already; the simulator's other users need not.
@SuppressWarnings("exports")
public final class SeedsExtension implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    Seeds settings = method.getAnnotation(Seeds.class);
    require(settings != null && settings.value() > 0, method, "at least one seed");
    Class<?>[] parameters = method.getParameterTypes();
    boolean fits =
        parameters.length == 1 && (parameters[0] == long.class || parameters[0] == Run.class);
    require(fits, method, "one parameter, a long or a Run");
    return Stream.of(new AllSeeds(chosen(settings), settings.replay()));
  }

  private static void require(boolean holds, Method method, String what) {
    if (!holds) {
      throw new IllegalStateException("@Seeds on " + method.getName() + " takes " + what);
    }
  }

  private static List<Long> chosen(Seeds settings) {
    Long only = Long.getLong(Seeds.SEED_PROPERTY);
    return only == null ? ParallelSeeds.range(settings.first(), settings.value()) : List.of(only);
  }

  /// The one invocation that JUnit sees.
  private record AllSeeds(List<Long> seeds, String replay)
      implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {
    @Override
    public String getDisplayName(int index) {
      return seeds.size() == 1
          ? "seed " + seeds.getFirst()
          : "seeds " + seeds.getFirst() + " to " + seeds.getLast();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return true;
    }

    /// What JUnit passes is not used: each call below has its own seed.
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return argument(parameter.getParameter().getType(), seeds.getFirst());
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<@Nullable Void> invocation,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context) {
      invocation.skip();
      Method property = method.getExecutable();
      property.setAccessible(true);
      Object test = context.getRequiredTestInstance();
      List<SeedFailures.Failure> failures = new ArrayList<>();
      for (SeedFailures.Failure failure :
          ParallelSeeds.run(seeds, seed -> run(property, test, seed))) {
        if (failure.cause() != null) {
          failures.add(failure);
        }
      }
      if (!failures.isEmpty()) {
        boolean slow = context.getTags().contains("slow");
        String command = replay.isEmpty() ? SeedFailures.replay(property, slow) : replay + " ";
        throw SeedFailures.of(command, seeds.size(), failures);
      }
    }

    private static SeedFailures.Failure run(Method property, Object test, long seed) {
      try {
        property.invoke(test, argument(property.getParameterTypes()[0], seed));
        return new SeedFailures.Failure(seed, null);
      } catch (InvocationTargetException e) {
        return new SeedFailures.Failure(seed, e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Object argument(Class<?> type, long seed) {
      return type == Run.class ? Run.of(seed) : (Object) seed;
    }
  }
}
