package tsa.gateway.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that may log in, looked up by what goes over the wire. Immutable.
 *
 * @param byFingerprint each key under its fingerprint
 */
public record AuthorizedKeys(Map<String, AuthorizedKey> byFingerprint) {
  /**
   * One key.
   *
   * @param identity its fingerprint and team
   * @param wire its SSH wire form
   * @param place where it was read, for messages
   */
  @SuppressWarnings("ArrayRecordComponent") // compared with isEqual, never with equals
  public record AuthorizedKey(KeyIdentity identity, byte[] wire, String place) {}

  public AuthorizedKeys {
    byFingerprint = Map.copyOf(byFingerprint);
  }

  /** Whose key that is; empty if it is nobody's. */
  Optional<KeyIdentity> holder(byte[] wire) {
    AuthorizedKey entry = byFingerprint.get(fingerprint(wire));
    return entry != null && MessageDigest.isEqual(entry.wire(), wire)
        ? Optional.of(entry.identity())
        : Optional.empty();
  }

  /** The fingerprint of a key as OpenSSH prints it: {@code SHA256:} and Base64 without padding. */
  public static String fingerprint(byte[] wire) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(wire);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
