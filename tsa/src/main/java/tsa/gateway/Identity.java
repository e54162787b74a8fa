package tsa.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a proven key.
 *
 * @param fingerprint of the key, as OpenSSH prints it
 * @param team whose workers it speaks for; null for all teams
 */
record Identity(String fingerprint, @Nullable String team) {
  /** The owner in words. */
  String owner() {
    return team == null ? "all teams" : "team '" + team + "'";
  }
}
