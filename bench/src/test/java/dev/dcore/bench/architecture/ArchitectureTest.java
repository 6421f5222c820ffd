package dev.dcore.bench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dcore.bench.architecture.fixture.Offenders;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the class files of all modules to the tables of ARCHITECTURE.md and to the rules of
/// determinism. Each rule is shown to fail on a fixture that breaks it.
class ArchitectureTest {
  private static final List<ClassFacts> CLASSES = Project.mainClasses();

  /// Names of nested classes of [Offenders], by the rule that they break.
  private static final Map<String, Class<?>> OFFENDERS =
      new TreeMap<>(
          Map.of(
              "thread", Offenders.StartsThread.class,
              "lock", Offenders.TakesLock.class,
              "socket", Offenders.OpensSocket.class,
              "file", Offenders.OpensFile.class,
              "clock", Offenders.ReadsClock.class,
              "randomness", Offenders.DrawsUnseeded.class,
              "hash order", Offenders.IteratesByHash.class,
              "inexact mathematics", Offenders.ComputesInexactly.class));

  static List<Rule> rules() {
    return Rule.ALL;
  }

  @Test
  void packagesUseOnlyWhatTheTableSays() {
    assertNone(PackageTable.parse(Project.section("packages")).brokenBy(CLASSES));
  }

  @Test
  void modulesUseOnlyWhatTheTableSays() {
    assertNone(brokenModuleEdges(moduleTable(Project.section("modules")), CLASSES));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void noClassBreaksTheRule(Rule rule) {
    List<String> broken = new ArrayList<>();
    for (ClassFacts facts : CLASSES) {
      if (rule.modules().contains(facts.module())) {
        broken.addAll(rule.brokenBy(facts));
      }
    }
    assertNone(broken);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleFailsForAClassThatBreaksIt(Rule rule) throws IOException {
    ClassFacts offender = facts("kernel", OFFENDERS.get(rule.name()));
    List<String> broken = rule.brokenBy(offender);
    assertEquals(
        Offenders.expectedUses(rule.name()),
        broken.size(),
        () -> "what was found: " + String.join("\n", broken));
    for (Rule other : Rule.ALL) {
      if (!other.equals(rule)) {
        assertEquals(List.of(), other.brokenBy(offender), "a fixture breaks one rule");
      }
    }
  }

  @Test
  void aSynchronizedMethodIsALockToo() throws IOException {
    Rule lock = Rule.ALL.stream().filter(rule -> rule.locks()).findFirst().orElseThrow();
    ClassFacts offender = facts("kernel", Offenders.Synchronized.class);
    assertEquals(1, lock.brokenBy(offender).size());
  }

  @Test
  void anEdgeThatIsNotInTheTableIsFound() throws IOException {
    ClassFacts test = facts("bench", ArchitectureTest.class);
    String row = "| 1 | `bench.architecture` | %s |";
    String fixture = "| 0 | `bench.architecture.fixture` | - |";
    assertFound(
        "bench.architecture may not use bench.architecture.fixture",
        List.of(String.format(row, "-"), fixture),
        test);
    assertFound("bench.architecture has no row", List.of(fixture), test);
    assertFound("gone.by has a row and no classes", List.of("| 1 | `gone.by` | - |"), test);
    assertFound(
        "which is not in a lower layer",
        List.of(
            "| 0 | `bench.architecture` | bench.architecture.fixture |",
            "| 1 | `bench.architecture.fixture` | - |"),
        test);
    assertFound(
        "which is not in a lower layer",
        List.of("| 3 | `kernel.a` | kernel.b |", "| 3 | `kernel.b` | - |"),
        test);
    assertFound("which has no row", List.of(String.format(row, "bench.unknown")), test);
    assertFound("name the packages", List.of(String.format(row, "bench.*")), test);
  }

  @Test
  void aModuleEdgeThatIsNotInTheTableIsFound() throws IOException {
    ClassFacts test = facts("kernel", ArchitectureTest.class);
    assertFalse(
        brokenModuleEdges(moduleTable(List.of("| `bench` | - |")), List.of(test)).isEmpty());
  }

  private static void assertFound(String problem, List<String> table, ClassFacts facts) {
    List<String> broken = PackageTable.parse(table).brokenBy(List.of(facts));
    assertFalse(
        broken.stream().filter(each -> each.contains(problem)).toList().isEmpty(),
        () -> problem + " is not in " + broken);
  }

  /// From `| module | may use |`.
  private static SortedMap<String, List<String>> moduleTable(List<String> lines) {
    SortedMap<String, List<String>> table = new TreeMap<>();
    for (String line : lines) {
      String[] cells = line.replace("`", "").split("\\|", -1);
      if (cells.length >= 3 && Project.MODULES.contains(cells[1].strip())) {
        table.put(cells[1].strip(), List.of(cells[2].strip().split("[ ,]+", -1)));
      }
    }
    return table;
  }

  private static List<String> brokenModuleEdges(
      SortedMap<String, List<String>> table, List<ClassFacts> classes) {
    TreeSet<String> broken = new TreeSet<>();
    for (String module : Project.MODULES) {
      if (!table.containsKey(module)) {
        broken.add(module + " has no row in the table of modules");
      }
    }
    for (ClassFacts each : classes) {
      for (PackageTable.Edge edge : PackageTable.edges(List.of(each)).keySet()) {
        String used = PackageTable.moduleOf(edge.to());
        if (!used.equals(each.module())
            && !table.getOrDefault(each.module(), List.of()).contains(used)) {
          broken.add(each.name() + " may not use module " + used + ": see ARCHITECTURE.md");
        }
      }
    }
    return List.copyOf(broken);
  }

  private static ClassFacts facts(String module, Class<?> type) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = type.getResourceAsStream(file)) {
      return ClassFacts.of(module, ClassFile.of().parse(bytes.readAllBytes()));
    }
  }

  private static void assertNone(List<String> broken) {
    assertEquals("", String.join("\n", broken));
  }
}
