package tsa.gateway.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.loader.openssh.OpenSSHKeyPairResourceParser;

/**
 * Reads private keys: RSA in PKCS#1 or PKCS#8, PKCS#1 under the label of PKCS#8, which is what
 * {@code concourse generate-key} writes (docs/protocol/registration.md#private-key-files), and
 * OpenSSH's own format.
 */
public final class PrivateKeyFile {
  private static final long MAX_FILE = 64 << 10;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  static {
    Ed25519.register();
  }

  private PrivateKeyFile() {}

  /**
   * The key pair in a file.
   *
   * @throws KeyFileException if it cannot be read, is encrypted, is no key, or is a weak one
   */
  public static KeyPair load(Path file) throws KeyFileException {
    KeyPair pair = parse(read(file), file);
    if (pair.getPublic() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() < PublicKeyLine.MIN_RSA_BITS) {
      throw new KeyFileException(
          file
              + ": an RSA key of "
              + rsa.getModulus().bitLength()
              + " bits is too weak, "
              + PublicKeyLine.MIN_RSA_BITS
              + " are needed");
    }
    return pair;
  }

  private static String read(Path file) throws KeyFileException {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new KeyFileException(file + ": too large to be a private key");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new KeyFileException("cannot read the private key " + file + ": " + e, e);
    }
  }

  private static KeyPair parse(String text, Path file) throws KeyFileException {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new KeyFileException(file + ": not a private key in PEM or OpenSSH format");
    }
    String label = block.group(1);
    String body = block.group(2);
    if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
      throw encrypted(file);
    }
    return switch (label) {
      case "RSA PRIVATE KEY" -> rsa(Pkcs1.toPkcs8(decode(body, file)), file);
      case "PRIVATE KEY" -> rsaOfEitherKind(decode(body, file), file);
      case "OPENSSH PRIVATE KEY" -> openSsh(text, file);
      default ->
          throw new KeyFileException(file + ": '" + label + "' is not a supported kind of key");
    };
  }

  private static KeyFileException encrypted(Path file) {
    return new KeyFileException(
        file + ": the key is encrypted with a passphrase; a server cannot ask for it");
  }

  private static byte[] decode(String body, Path file) throws KeyFileException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(file + ": damaged: " + e.getMessage(), e);
    }
  }

  private static KeyPair rsaOfEitherKind(byte[] der, Path file) throws KeyFileException {
    try {
      return rsa(der, file);
    } catch (KeyFileException notPkcs8) {
      // The label says PKCS#8, but generate-key puts PKCS#1 there.
      try {
        return rsa(Pkcs1.toPkcs8(der), file);
      } catch (KeyFileException neither) {
        notPkcs8.addSuppressed(neither);
        throw notPkcs8;
      }
    }
  }

  private static KeyPair rsa(byte[] pkcs8, Path file) throws KeyFileException {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (!(key instanceof RSAPrivateCrtKey crt)) {
        throw new InvalidKeySpecException("the primes are missing");
      }
      RSAPublicKeySpec open = new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent());
      return new KeyPair(factory.generatePublic(open), key);
    } catch (GeneralSecurityException e) {
      throw new KeyFileException(file + ": not an RSA private key: " + e.getMessage(), e);
    }
  }

  private static KeyPair openSsh(String text, Path file) throws KeyFileException {
    try {
      Collection<KeyPair> pairs =
          OpenSSHKeyPairResourceParser.INSTANCE.loadKeyPairs(
              null, NamedResource.ofName(file.toString()), FilePasswordProvider.EMPTY, text);
      if (pairs.size() != 1) {
        throw new KeyFileException(file + ": holds " + pairs.size() + " keys, not one");
      }
      return pairs.iterator().next();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // An empty passphrase makes the library fail in one of several ways.
      if (isEncrypted(text)) {
        throw encrypted(file);
      }
      throw new KeyFileException(file + ": not an OpenSSH private key: " + e.getMessage(), e);
    }
  }

  /** Whether the key names a cipher other than "none" (PROTOCOL.key of OpenSSH). */
  private static boolean isEncrypted(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      return false;
    }
    byte[] raw = Base64.getMimeDecoder().decode(block.group(2));
    String head = new String(raw, 0, Math.min(raw.length, 64), StandardCharsets.ISO_8859_1);
    return head.startsWith("openssh-key-v1") && !head.contains("none");
  }
}
