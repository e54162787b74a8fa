package tsa.atc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAKey;
import java.util.HexFormat;

/**
 * The client secret that web nodes have when they are given none: it follows from their session
 * signing key (docs/protocol/atc.md#token).
 */
public final class SigningKeySecret {
  private SigningKeySecret() {}

  /** The secret of that client. */
  public static String of(String clientId, RSAKey signingKey) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(clientId.getBytes(UTF_8));
      digest.update(signingKey.getModulus().toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
