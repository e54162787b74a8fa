package tsa.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one token of the operator of this gateway: 32 random bytes in a file that only its owner can
 * read. Only its hash is held in memory. Thread-safe.
 */
public final class AdminToken implements Authenticator {
  /** Name of the file within the work directory. */
  public static final String FILE = "admin.token";

  private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
  private static final Principal ADMIN = Principal.admin("admin");
  private static final int BYTES = 32;
  private static final int LONGEST_FILE = 1024;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] hash;

  private AdminToken(String token) {
    this.hash = sha256(token);
  }

  /**
   * The token of that work directory; made anew if there is none.
   *
   * @throws IOException if the file cannot be read or written, or holds something else; with a
   *     sentence for the operator
   */
  public static AdminToken in(Path workDir, SecureRandom random) throws IOException {
    Path file = workDir.resolve(FILE);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(file, random);
    }
    String token = read(file);
    closeToOthers(file);
    return new AdminToken(token);
  }

  /** Writes to a neighbour first, so that nobody ever reads half a token or an open file. */
  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Files.createDirectories(directoryOf(file));
    Path fresh =
        Files.createTempFile(
            directoryOf(file), FILE, ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = UTF_8.encode(token + "\n");
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a plain file: remove it to have a token made");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(LONGEST_FILE);
    }
    String token = new String(bytes, UTF_8).strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new IOException(
          file + " does not hold a token of this program: remove it to have a new one made");
    }
    return token;
  }

  private static void closeToOthers(Path file) throws IOException {
    if (!Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
      log.atWarn()
          .addKeyValue("file", file)
          .log("the file of the admin token was open to others; it is closed to them now");
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  @Override
  public Optional<Principal> authenticate(String token) {
    return MessageDigest.isEqual(hash, sha256(token)) ? Optional.of(ADMIN) : Optional.empty();
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
