package dev.dcore.bench.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The table of packages in ARCHITECTURE.md. A row is `| layer | package | may use | … |`: the
/// package without `dev.dcore.`; what it may use separated by spaces, `kernel.*` for all of a
/// module, `-` for nothing. A package of the same module is one in a lower layer, or outside of the
/// kernel in the same one.
final class PackageTable {
  private static final String BASE = "dev.dcore.";

  /// @param uses packages or whole modules, without the base
  record Row(double layer, String name, List<String> uses) {
    String module() {
      return moduleOf(name);
    }

    private boolean allows(String used) {
      return uses.contains(used) || uses.contains(moduleOf(used) + ".*");
    }
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private PackageTable() {}

  static PackageTable parse(List<String> lines) {
    PackageTable table = new PackageTable();
    for (String line : lines) {
      List<String> cells =
          List.of(line.split("\\|", -1)).stream()
              .map(cell -> cell.replace("`", "").strip())
              .toList();
      if (cells.size() >= 4 && cells.get(1).matches("[\\d.]+")) {
        String uses = cells.get(3);
        Row row =
            new Row(
                Double.parseDouble(cells.get(1)),
                cells.get(2),
                uses.equals("-") ? List.of() : List.of(uses.split("[ ,]+", -1)));
        if (table.rows.put(row.name, row) != null) {
          table.problems.add("two rows for " + row.name);
        }
      }
    }
    table.rows.values().forEach(table::checkLayers);
    return table;
  }

  /// @return one sentence for each edge that is not in the table, and each row too many or missing
  List<String> brokenBy(List<ClassFacts> classes) {
    List<String> broken = new ArrayList<>(problems);
    SortedSet<String> packages = new TreeSet<>();
    classes.forEach(each -> packages.add(local(each.packageName())));
    for (String each : packages) {
      if (!rows.containsKey(each)) {
        broken.add(each + " has no row: add it to the table of packages in ARCHITECTURE.md");
      }
    }
    for (String each : rows.keySet()) {
      if (!packages.contains(each)) {
        broken.add(each + " has a row and no classes: remove it from ARCHITECTURE.md");
      }
    }
    edges(classes)
        .forEach(
            (edge, example) -> {
              Row row = rows.get(edge.from);
              if (row != null && !row.allows(edge.to)) {
                broken.add(
                    edge.from
                        + " may not use "
                        + edge.to
                        + ", but "
                        + example
                        + ": turn the edge round by an input, an effect or a port, or add it to"
                        + " the table if the design wants it");
              }
            });
    return broken;
  }

  /// From one package to another.
  record Edge(String from, String to) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
      int byFrom = from.compareTo(other.from);
      return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }
  }

  /// All edges between packages of ours, each with a class that shows it.
  static SortedMap<Edge, String> edges(List<ClassFacts> classes) {
    SortedMap<Edge, String> edges = new TreeMap<>();
    for (ClassFacts each : classes) {
      for (String type : each.types()) {
        if (type.startsWith(BASE) && !ClassFacts.packageOf(type).equals(each.packageName())) {
          Edge edge = new Edge(local(each.packageName()), local(ClassFacts.packageOf(type)));
          edges.putIfAbsent(edge, each.name() + " names " + type);
        }
      }
    }
    return edges;
  }

  static String moduleOf(String localPackage) {
    int dot = localPackage.indexOf('.');
    return dot < 0 ? localPackage : localPackage.substring(0, dot);
  }

  private void checkLayers(Row row) {
    for (String used : row.uses) {
      Row below = rows.get(used);
      boolean whole = used.endsWith(".*");
      if (below == null && !whole) {
        problems.add(row.name + " may use " + used + ", which has no row");
      } else if (whole && used.equals(row.module() + ".*")) {
        problems.add(row.name + " may use all of its own module: name the packages");
      } else if (below != null && below.module().equals(row.module()) && !isBelow(below, row)) {
        problems.add(row.name + " may use " + used + ", which is not in a lower layer");
      }
    }
  }

  /// Strictly in the kernel; packages of other modules that share a layer know each other.
  private static boolean isBelow(Row used, Row row) {
    return used.layer < row.layer
        || (Double.compare(used.layer, row.layer) == 0 && !row.module().equals("kernel"));
  }

  private static String local(String packageName) {
    return packageName.startsWith(BASE) ? packageName.substring(BASE.length()) : packageName;
  }
}
