package dev.dcore.kernel.cluster;

/// The rule for names of members and labels of clusters: they stand in file names, tables and URLs.
public final class MemberName {
  private static final int LENGTH_MAX = 64;

  private MemberName() {}

  /// @param what how the sentence calls it
  /// @return the name
  /// @throws IllegalArgumentException in one sentence for people
  public static String require(String what, String name) {
    boolean legal =
        !name.isEmpty()
            && name.length() <= LENGTH_MAX
            && name.charAt(0) != '.'
            && name.charAt(0) != '-'
            && name.chars().allMatch(MemberName::isNameCharacter);
    if (!legal) {
      throw new IllegalArgumentException(
          what + " has 1 to 64 characters of a-z A-Z 0-9 . _ -, not \"" + name + "\"");
    }
    return name;
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
