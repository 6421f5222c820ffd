package dev.dcore.bench.architecture;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Something that no class of some modules may use.
///
/// @param name of what is forbidden
/// @param modules where
/// @param types matches binary names of classes that are not even to be named
/// @param members matches `owner.name` of methods that are not to be called or referred to
/// @param locks whether synchronized methods and blocks are meant too
/// @param instead what to do
record Rule(
    String name,
    List<String> modules,
    Pattern types,
    Pattern members,
    boolean locks,
    String instead) {
  private static final List<String> KERNEL = List.of("kernel");
  private static final List<String> DETERMINISTIC = List.of("kernel", "sim");
  private static final Pattern NONE = Pattern.compile("(?!)");

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "thread",
              KERNEL,
              Pattern.compile(
                  "java\\.lang\\.(Thread|Runtime|Process)((\\$|Local|Group|Builder).*)?"
                      + "|java\\.util\\.Timer(Task)?"
                      + "|java\\.util\\.concurrent\\.(?!locks\\.)(?!ThreadLocalRandom).*"),
              Pattern.compile("java\\.util\\.\\w+\\.parallel(Stream)?|.*\\.Stream\\.parallel"),
              false,
              "return an effect; the loop that steps the protocol is the only thread"),
          new Rule(
              "lock",
              KERNEL,
              Pattern.compile("java\\.util\\.concurrent\\.locks\\..*"),
              Pattern.compile(
                  "java\\.lang\\.Object\\.(wait|notify|notifyAll)"
                      + "|java\\.util\\.Collections\\.synchronized\\w+"),
              true,
              "keep the state in one protocol, which its loop alone steps"),
          new Rule(
              "socket",
              KERNEL,
              Pattern.compile("java\\.net\\..*|javax\\.net\\..*|java\\.nio\\.channels\\..*"),
              NONE,
              false,
              "send through the Transport port"),
          new Rule(
              "file",
              KERNEL,
              Pattern.compile(
                  "java\\.nio\\.file\\..*|java\\.io\\.(File.*|RandomAccessFile|Console)"),
              Pattern.compile("java\\.lang\\.System\\.(in|out|err|getProperty|getenv|exit)"),
              false,
              "write through the Disk port, trace through the Tracer, take settings as a record"),
          new Rule(
              "clock",
              KERNEL,
              Pattern.compile("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Date|Calendar)"),
              Pattern.compile(
                  "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)|java\\.time\\.\\w+\\.now"),
              false,
              "use the step's nowNanos, and a timer effect to be woken"),
          new Rule(
              "randomness",
              KERNEL,
              Pattern.compile(
                  "java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*"
                      + "|java\\.security\\..*|java\\.util\\.concurrent\\.ThreadLocalRandom"),
              Pattern.compile(
                  "java\\.lang\\.(Strict)?Math\\.random|java\\.util\\.UUID\\.randomUUID"
                      + "|java\\.util\\.Collections\\.shuffle"),
              false,
              "draw from a labelled Choice, or from the Entropy port what must be secret"),
          new Rule(
              "hash order",
              DETERMINISTIC,
              NONE,
              Pattern.compile(
                  "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable)"
                      + "\\.(<init>|new\\w+)"
                      + "|java\\.util\\.concurrent\\.ConcurrentHashMap\\.(<init>|newKeySet)"
                      + "|java\\.util\\.(Set|Map)\\.(of|copyOf|ofEntries)"
                      + "|java\\.util\\.stream\\.Collectors\\.(toSet|toMap|toUnmodifiable(Set|Map)"
                      + "|toConcurrentMap|groupingBy(Concurrent)?)"
                      + "|java\\.lang\\.System\\.identityHashCode"
                      + "|java\\.lang\\.(Object|Enum)\\.hashCode"),
              false,
              "use LinkedHashMap, LinkedHashSet, TreeMap, EnumMap or a List, whose order is the"
                  + " same in every run, and hash by value"),
          new Rule(
              "inexact mathematics",
              DETERMINISTIC,
              NONE,
              Pattern.compile(
                  "java\\.lang\\.Math\\.(sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|exp|expm1"
                      + "|log|log10|log1p|pow|cbrt|hypot)"),
              false,
              "use StrictMath, whose last bit is the same on every machine"));

  /// @return one sentence for each thing that the class does against this rule
  List<String> brokenBy(ClassFacts facts) {
    TreeSet<String> uses = new TreeSet<>();
    facts.types().stream().filter(types.asMatchPredicate()).forEach(uses::add);
    facts.members().stream().filter(members.asMatchPredicate()).forEach(uses::add);
    if (locks && facts.locks()) {
      uses.add("synchronized");
    }
    return uses.stream()
        .map(use -> facts.name() + " uses " + use + " (" + name + "): " + instead)
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
