package tsa.gateway.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Reads private keys: what the SSH library reads (PKCS#1, SEC1, PKCS#8 and OpenSSH's own format),
 * and PKCS#1 under the label of PKCS#8, which is what {@code concourse generate-key} writes
 * (docs/protocol/registration.md#private-key-files).
 */
public final class PrivateKeyFile {
  private static final long MAX_FILE = 64 << 10;
  private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
  private static final Pattern LABEL = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

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
    if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
      throw encrypted(file); // the library would first ask for another library to decrypt it
    }
    KeyPair pair = only(pairs(text, file), text, file);
    String type = KeyUtils.getKeyType(pair);
    if (!PublicKeyLine.TYPES.contains(type)) {
      throw new KeyFileException(file + ": '" + type + "' is not a supported kind of key");
    }
    return pair;
  }

  private static Collection<KeyPair> pairs(String text, Path file) throws KeyFileException {
    try {
      return read(text, file);
    } catch (PassphraseException e) {
      throw encrypted(file);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (text.contains(PKCS8)) {
        // The label says PKCS#8, but generate-key puts PKCS#1 there.
        try {
          return read(text.replace(" PRIVATE KEY-----", " RSA PRIVATE KEY-----"), file);
        } catch (IOException | GeneralSecurityException | RuntimeException neither) {
          e.addSuppressed(neither);
        }
      }
      throw new KeyFileException(file + ": not a private key: " + e.getMessage(), e);
    }
  }

  private static Collection<KeyPair> read(String text, Path file)
      throws IOException, GeneralSecurityException {
    return SecurityUtils.getKeyPairResourceParser()
        .loadKeyPairs(
            null,
            NamedResource.ofName(file.toString()),
            (_, _, _) -> {
              throw new PassphraseException();
            },
            text);
  }

  private static KeyPair only(Collection<KeyPair> pairs, String text, Path file)
      throws KeyFileException {
    if (pairs.size() == 1) {
      return pairs.iterator().next();
    }
    if (!pairs.isEmpty()) {
      throw new KeyFileException(file + ": holds " + pairs.size() + " keys, not one");
    }
    Matcher label = LABEL.matcher(text);
    throw new KeyFileException(
        label.find()
            ? file + ": '" + label.group(1) + "' is not a supported kind of key"
            : file + ": not a private key in PEM or OpenSSH format");
  }

  private static KeyFileException encrypted(Path file) {
    return new KeyFileException(
        file + ": the key is encrypted with a passphrase; a server cannot ask for it");
  }

  /** The library asked for a passphrase. */
  private static final class PassphraseException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
