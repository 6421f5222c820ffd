package dev.dcore.bench.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.classfile.attribute.LineNumberTableAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the rules ask of one class file.
///
/// @param name binary, with dots
/// @param types binary names of all classes that it names: used, extended, in a signature
/// @param members methods and fields that it uses, also by reference, as `owner.name`
/// @param locks whether it is synchronized anywhere
/// @param methodLines its methods' bodies, from the first line with code to the last
record ClassFacts(
    String module,
    String name,
    SortedSet<String> types,
    SortedSet<String> members,
    boolean locks,
    Map<String, Integer> methodLines) {
  private static final Pattern TYPE_IN_SIGNATURE = Pattern.compile("L([a-z]\\w*/[\\w/$]+)[;<]");

  static ClassFacts read(String module, Path file) {
    try {
      return of(module, ClassFile.of().parse(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ClassFacts of(String module, ClassModel model) {
    SortedSet<String> types = new TreeSet<>();
    SortedSet<String> members = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> addType(type.asInternalName(), types);
        case MemberRefEntry member ->
            members.add(dots(member.owner().asInternalName()) + "." + member.name().stringValue());
        case Utf8Entry text -> addTypesIn(text.stringValue(), types);
        default -> {}
      }
    }
    return new ClassFacts(
        module,
        dots(model.thisClass().asInternalName()),
        types,
        members,
        model.methods().stream().anyMatch(ClassFacts::locks),
        methodLines(model));
  }

  String packageName() {
    return packageOf(name);
  }

  static String packageOf(String className) {
    return className.substring(0, className.lastIndexOf('.'));
  }

  private static void addType(String internalName, SortedSet<String> types) {
    if (internalName.startsWith("[")) {
      addTypesIn(internalName, types);
    } else {
      types.add(dots(internalName));
    }
  }

  private static void addTypesIn(String signature, SortedSet<String> types) {
    Matcher matcher = TYPE_IN_SIGNATURE.matcher(signature);
    while (matcher.find()) {
      types.add(dots(matcher.group(1)));
    }
  }

  private static boolean locks(MethodModel method) {
    return method.flags().has(AccessFlag.SYNCHRONIZED)
        || method
            .code()
            .map(code -> code.elementStream().anyMatch(ClassFacts::isMonitor))
            .orElse(false);
  }

  private static boolean isMonitor(CodeElement element) {
    return element instanceof MonitorInstruction;
  }

  /// Constructors hold the lines of all fields' initial values, so they are left out.
  private static Map<String, Integer> methodLines(ClassModel model) {
    Map<String, Integer> lines = new TreeMap<>();
    for (MethodModel method : model.methods()) {
      String name = method.methodName().stringValue();
      List<Integer> numbers = lineNumbers(method);
      if (!name.startsWith("<") && !numbers.isEmpty()) {
        int first = numbers.stream().mapToInt(Integer::intValue).min().getAsInt();
        int last = numbers.stream().mapToInt(Integer::intValue).max().getAsInt();
        lines.merge(name, last - first + 1, Math::max);
      }
    }
    return lines;
  }

  private static List<Integer> lineNumbers(MethodModel method) {
    List<Integer> numbers = new ArrayList<>();
    method
        .findAttribute(Attributes.code())
        .ifPresent(
            code -> {
              for (LineNumberTableAttribute table :
                  code.findAttributes(Attributes.lineNumberTable())) {
                for (LineNumberInfo line : table.lineNumbers()) {
                  numbers.add(line.lineNumber());
                }
              }
            });
    return numbers;
  }

  private static String dots(String internalName) {
    return internalName.replace('/', '.');
  }
}
