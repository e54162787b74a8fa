package tsa.gateway.keys;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import tsa.gateway.protocol.PrintableText;

/** Reads one line of an authorized_keys file. */
public final class PublicKeyLine {
  /** Fewer bits than this do not authenticate anybody any more. */
  static final int MIN_RSA_BITS = 2048;

  /** The types of keys that the gateway knows, its own and those of workers. */
  static final Set<String> TYPES =
      Set.of(
          "ssh-rsa",
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521");

  static {
    Ed25519.register();
  }

  private PublicKeyLine() {}

  /**
   * A key and what it may be used for.
   *
   * @param wire its SSH wire form
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Parsed(KeyOptions options, byte[] wire) {}

  /**
   * The key on a line; empty for a blank line and for a comment.
   *
   * @throws KeyFileException with the place, if the line holds anything else. Concourse skips such
   *     lines, and ignores options; an operator who wrote a restriction must not be told that it
   *     holds when it does not.
   */
  static Optional<Parsed> parse(String line, String place) throws KeyFileException {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    if (TYPES.contains(text.split("[ \t]", 2)[0])) {
      return Optional.of(new Parsed(KeyOptions.NONE, key(text, place)));
    }
    int end = KeyOptionsParser.end(text, place);
    String rest = text.substring(end).strip();
    if (!TYPES.contains(rest.split("[ \t]", 2)[0])) {
      String first = text.split("[ \t]", 2)[0];
      throw new KeyFileException(
          place + ": '" + PrintableText.of(first) + "' is not a supported key type");
    }
    KeyOptions options = KeyOptionsParser.parse(text.substring(0, end), place);
    return Optional.of(new Parsed(options, key(rest, place)));
  }

  private static byte[] key(String text, String place) throws KeyFileException {
    String[] words = text.split("[ \t]+", 3);
    if (words.length < 2) {
      throw new KeyFileException(place + ": the key itself is missing after " + words[0]);
    }
    return wire(words[0], words[1], place);
  }

  private static byte[] wire(String type, String base64, String place) throws KeyFileException {
    PublicKey key = decode(base64, place);
    if (!type.equals(KeyUtils.getKeyType(key))) {
      throw new KeyFileException(
          place + ": the line says " + type + ", the key is of another type");
    }
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new KeyFileException(
          place
              + ": an RSA key of "
              + rsa.getModulus().bitLength()
              + " bits is too weak, "
              + MIN_RSA_BITS
              + " are needed");
    }
    return wire(key);
  }

  private static PublicKey decode(String base64, String place) throws KeyFileException {
    try {
      ByteArrayBuffer buffer = new ByteArrayBuffer(Base64.getDecoder().decode(base64));
      PublicKey key = buffer.getRawPublicKey();
      if (buffer.available() > 0) {
        throw new KeyFileException(place + ": bytes follow the key");
      }
      return key;
    } catch (SshException | RuntimeException e) {
      throw new KeyFileException(place + ": not a key: " + PrintableText.of(e.getMessage()), e);
    }
  }

  /** The SSH wire form of a key. */
  public static byte[] wire(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return buffer.getCompactData();
  }
}
