package dev.dcore.sim.script;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.runtime.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Where a script happens: nodes by name on one network. Confined to one thread.
public interface World extends AutoCloseable {
  /// Starts a node, or starts it again on its directory. The first one begins the cluster, the
  /// others join through it.
  void start(String node);

  /// Ends its process as `kill -9` does.
  void kill(String node);

  /// Its process stands still and does not know.
  void pause(String node);

  void resume(String node);

  /// It says goodbye, and its process ends by itself; this waits for that.
  void leave(String node);

  /// Empties the directory of a node that does not run.
  void wipe(String node);

  /// Starts a node that nobody is named to: it begins a cluster of its own.
  void startAlone(String node);

  /// An operator wants this node to be with that one.
  void join(String node, String member);

  /// It wants no new work, and says so.
  void drain(String node);

  /// An operator says at this node that a member is gone for good.
  void forceLeave(String node, String member);

  void tag(String node, String key, String value);

  /// Those that run and are not paused, in the order in which they were first started.
  List<String> awake();

  /// What a node that is awake believes, itself first.
  List<Member> members(String node);

  /// Asks one node about another; it may ask the accuser.
  Delivery.Explained explain(String node, String member);

  /// Lets time pass until the condition holds.
  ///
  /// @return whether it did within the limit
  boolean await(BooleanSupplier condition, Duration limit);

  /// Lets time pass.
  void pass(Duration time);

  /// The faults that this world can make, beyond those of processes.
  Faults faults();

  /// What happened since the last call, one line each; empty in a world that keeps no trace.
  List<String> happened();

  @Override
  void close();

  /// What only a simulated world can do.
  sealed interface Faults {
    /// It can make none of them: scripts that want them run elsewhere.
    record None() implements Faults {}

    /// It can make all of them.
    non-sealed interface All extends Faults {
      /// Nothing passes between these and all others, until [#heal].
      void split(List<String> side);

      /// Nothing passes from one to the other, until [#heal].
      void cut(String from, String to);

      /// Ends all splits and cuts.
      void heal();

      void losePower(String node);
    }
  }
}
