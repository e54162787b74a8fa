package tsa.gateway.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.io.der.DERParser;

/**
 * Makes key pairs for a gateway and its workers. The private key of a worker is RSA as PKCS#1 PEM,
 * which is all that stock workers read; the public key is an authorized_keys line.
 */
public final class KeyFiles {
  private static final int BITS = 3072;

  private KeyFiles() {}

  /** The two files of a pair. */
  public record Pair(Path privateKey, Path publicKey) {}

  /**
   * The pair under that name, made now if there is no private key yet.
   *
   * @param privateKey where the private key is; the public key is beside it, with {@code .pub}
   * @param comment the third word of the public key's line
   * @throws KeyFileException if there is a private key that cannot be used
   * @throws IOException if the files cannot be written
   */
  public static Pair ensure(Path privateKey, String comment) throws KeyFileException, IOException {
    return ensure(privateKey, comment, () -> pem(generate()));
  }

  /**
   * As {@link #ensure} for the key of a gateway, on the curve P-256: RSA's signatures are most of
   * what a handshake costs a gateway (docs/decisions/0019-host-keys-on-p-256.md). The private key
   * is in OpenSSH's form.
   *
   * @throws KeyFileException if there is a private key that cannot be used
   * @throws IOException if the files cannot be written
   */
  public static Pair ensureHost(Path privateKey, String comment)
      throws KeyFileException, IOException {
    return ensure(privateKey, comment, () -> openSsh(generateOnCurve(), comment));
  }

  private static Pair ensure(Path privateKey, String comment, Supplier<String> made)
      throws KeyFileException, IOException {
    Path publicKey = privateKey.resolveSibling(privateKey.getFileName() + ".pub");
    if (Files.notExists(privateKey)) {
      writeNew(privateKey, made.get(), "rw-------");
    }
    if (Files.notExists(publicKey)) {
      String line = publicLine(PrivateKeyFile.load(privateKey), comment);
      writeNew(publicKey, line + "\n", "rw-r--r--");
    }
    return new Pair(privateKey, publicKey);
  }

  /** A new RSA key pair. */
  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private static KeyPair generateOnCurve() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  private static String openSsh(KeyPair pair, String comment) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, comment, null, text);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a key of ours can be written", e);
    }
    return text.toString(StandardCharsets.US_ASCII);
  }

  /** The public half as an authorized_keys line, without a line end. */
  public static String publicLine(KeyPair pair, String comment) {
    byte[] wire = PublicKeyLine.wire(pair.getPublic());
    int typeLength = wire[3]; // a four-byte length, below 128 for every type there is
    String type = new String(wire, 4, typeLength, StandardCharsets.US_ASCII);
    return type + " " + Base64.getEncoder().encodeToString(wire) + " " + comment;
  }

  private static String pem(KeyPair pair) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1(pair));
    return "-----BEGIN RSA PRIVATE KEY-----\n" + body + "\n-----END RSA PRIVATE KEY-----\n";
  }

  /** The RSA key in PKCS#1, which Java writes inside PKCS#8 alone (RFC 5208 §5: its third part). */
  static byte[] pkcs1(KeyPair pair) {
    try (DERParser whole = new DERParser(pair.getPrivate().getEncoded());
        DERParser parts = whole.readObject().createParser()) {
      parts.readObject(); // the version
      parts.readObject(); // the algorithm
      return parts.readObject().getPureValueBytes();
    } catch (IOException e) {
      throw new IllegalStateException("Java's own PKCS#8 can be read", e);
    }
  }

  /** Writes a file whole or not at all; it never exists with more rights than these. */
  private static void writeNew(Path file, String text, String rights) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path draft =
        Files.createTempFile(
            directory,
            file.getFileName() + ".",
            ".new",
            PosixFilePermissions.asFileAttribute(
                Set.copyOf(PosixFilePermissions.fromString(rights))));
    try {
      Files.writeString(draft, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
