package tsa.api.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import tsa.control.port.AccessTokens;

/**
 * Tokens in the form of Concourse, from which {@code fly targets} reads when they expire: 20 random
 * bytes and 8 with the expiry in Unix seconds, little-endian, in base64 without padding
 * (docs/protocol/fly.md#tokens). Thread-safe.
 */
final class TokenGenerator {
  private static final int RANDOM_BYTES = 20;
  private static final int BYTES = RANDOM_BYTES + Long.BYTES;
  private static final int LETTERS = 38;

  private final SecureRandom random;

  TokenGenerator(SecureRandom random) {
    this.random = random;
  }

  /** A new token, that says of itself when it expires. */
  String token(Instant expiry) {
    byte[] secret = new byte[RANDOM_BYTES];
    random.nextBytes(secret);
    byte[] token =
        ByteBuffer.allocate(BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(secret)
            .putLong(expiry.getEpochSecond())
            .array();
    return Base64.getEncoder().withoutPadding().encodeToString(token);
  }

  /** What is kept of a token; empty if it is none of ours at first sight. */
  static Optional<AccessTokens.Hash> hash(String token) {
    return token.length() == LETTERS && decodes(token)
        ? Optional.of(sha256(token))
        : Optional.empty();
  }

  private static boolean decodes(String token) {
    try {
      return Base64.getDecoder().decode(token).length == BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static AccessTokens.Hash sha256(String token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return new AccessTokens.Hash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
