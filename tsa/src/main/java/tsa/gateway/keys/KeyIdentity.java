package tsa.gateway.keys;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a proven key.
 *
 * @param fingerprint of the key, as OpenSSH prints it
 * @param team whose workers it speaks for; null for all teams
 * @param options what it may be used for
 */
public record KeyIdentity(String fingerprint, @Nullable String team, KeyOptions options) {
  /** The owner in words. */
  String owner() {
    return team == null ? "all teams" : "team '" + team + "'";
  }
}
