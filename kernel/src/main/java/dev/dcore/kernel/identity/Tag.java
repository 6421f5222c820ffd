package dev.dcore.kernel.identity;

/// One `key=value` that a node says of itself.
///
/// @param key 1 to 64 characters of `a-z A-Z 0-9 . _ - /`
/// @param value up to 256 characters, no control characters
public record Tag(String key, String value) {
  private static final int KEY_MAX = 64;
  private static final int VALUE_MAX = 256;

  /// @throws IllegalArgumentException in one sentence for people
  public Tag {
    if (key.isEmpty() || key.length() > KEY_MAX || !key.chars().allMatch(Tag::isKeyCharacter)) {
      throw new IllegalArgumentException(
          "a tag's key has 1 to 64 characters of a-z A-Z 0-9 . _ - /, not \"" + key + "\"");
    }
    if (value.length() > VALUE_MAX || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the value of tag \"" + key + "\" is over 256 characters or holds a control character");
    }
  }

  private static boolean isKeyCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '/';
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
