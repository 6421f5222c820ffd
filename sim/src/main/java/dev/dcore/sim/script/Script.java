package dev.dcore.sim.script;

import java.util.ArrayList;
import java.util.List;

/// A text of directives, each with what it prints:
///
/// ```text
/// # n3 is killed, and the others notice.
/// kill n3
/// ----
/// ok
///
/// await all see n3 dead within 30s
/// ----
///   12.345 n1 member-suspected member=n3 incarnation=16777216 accuser=n1
///   ...
/// ```
///
/// What a directive prints ends with a blank line. The directives are in [ScriptRun].
///
/// @param blocks in their order
public record Script(List<Block> blocks) {
  private static final String SEPARATOR = "----";

  /// @param comments the lines above it, with their `#`
  /// @param directive one line
  /// @param output what it prints
  public record Block(List<String> comments, String directive, List<String> output) {
    public Block {
      comments = List.copyOf(comments);
      output = List.copyOf(output);
    }

    Block printing(List<String> lines) {
      return new Block(comments, directive, lines);
    }
  }

  public Script {
    blocks = List.copyOf(blocks);
  }

  /// @throws ScriptFailed when a directive has no output
  public static Script parse(String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i++).strip();
      if (line.startsWith("#")) {
        comments.add(line);
      } else if (!line.isEmpty()) {
        if (i >= lines.size() || !lines.get(i).equals(SEPARATOR)) {
          throw new ScriptFailed("after the directive \"" + line + "\" comes a line of ----");
        }
        i++;
        List<String> output = new ArrayList<>();
        while (i < lines.size() && !lines.get(i).isBlank()) {
          output.add(lines.get(i++));
        }
        blocks.add(new Block(comments, line, output));
        comments.clear();
      }
    }
    return new Script(blocks);
  }

  /// As [#parse] reads it.
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      block.comments.forEach(line -> text.append(line).append('\n'));
      text.append(block.directive).append('\n').append(SEPARATOR).append('\n');
      block.output.forEach(line -> text.append(line).append('\n'));
      text.append('\n');
    }
    return text.toString();
  }

  /// Runs it to its end.
  ///
  /// @return the same script with what it printed in this world
  /// @throws ScriptFailed when something that is awaited does not come
  public Script run(World world) {
    ScriptRun run = new ScriptRun(world);
    return new Script(
        blocks.stream().map(block -> block.printing(run.perform(block.directive))).toList());
  }

  /// Whether it wants faults that a real world does not make.
  public boolean needsSimulation() {
    return blocks.stream().anyMatch(block -> ScriptRun.needsSimulation(block.directive));
  }
}
