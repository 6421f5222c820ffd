import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies a jar whose classes are of Java 5, giving them the stack maps of Java 7: an AOT cache
/// takes no class without, and each would be parsed and verified anew at every start. `./dcore` runs
/// it on picocli when it has built.
///
/// Arguments: the jar, and where the copy goes.
final class ModernClasses {
  private static final int STACK_MAPS_SINCE = ClassFile.JAVA_6_VERSION;
  private static final int VERSION = ClassFile.JAVA_7_VERSION;

  private ModernClasses() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(Path.of(arguments[1]));
        ZipOutputStream out = new ZipOutputStream(file)) {
      // Stack maps name the class that two others have in common.
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.defaultResolver()
                      .orElse(ClassHierarchyResolver.ofResourceParsing(classes))));
      for (ZipEntry entry : in.stream().toList()) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(entry.getName().endsWith(".class") ? modern(format, bytes) : bytes);
      }
    }
  }

  private static byte[] modern(ClassFile format, byte[] bytes) {
    ClassModel old = format.parse(bytes);
    if (old.majorVersion() >= STACK_MAPS_SINCE) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          ClassElement renewed =
              element instanceof ClassFileVersion ? ClassFileVersion.of(VERSION, 0) : element;
          builder.with(renewed);
        };
    // Methods are taken apart and put together again, which makes the maps.
    return format.transformClass(
        old, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
