package dev.dcore.node.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The secret that opens an admin API: 32 hexadecimal digits in a file that only its owner can
/// read. Who can read the file may do what the process's user may.
public record AdminToken(String value) {
  /// Its name in the data directory.
  public static final String FILE = "token";

  private static final int BYTES = 16;

  /// Reads the directory's token, or makes one.
  public static AdminToken loadOrCreate(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      AdminToken token = load(file);
      if (!token.value.isEmpty()) {
        return token;
      }
    } catch (NoSuchFileException _) {
      // The first start.
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    AdminToken token = new AdminToken(HexFormat.of().formatHex(random));
    // Written under another name, so that nobody reads half of it, and never readable by others.
    Path fresh =
        Files.createTempFile(
            directory,
            FILE,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, token.value + "\n");
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return token;
  }

  /// Reads a token's file.
  public static AdminToken load(Path file) throws IOException {
    return new AdminToken(Files.readString(file).strip());
  }

  /// Whether this header is `Bearer` and the token; takes the same time for every wrong token.
  boolean opens(String authorization) {
    return MessageDigest.isEqual(
        ("Bearer " + value).getBytes(StandardCharsets.UTF_8),
        authorization.getBytes(StandardCharsets.UTF_8));
  }
}
