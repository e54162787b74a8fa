package tsa.atc;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the ATC is, and who we are to it.
 *
 * @param urls of the web nodes, without a slash at the end; at least one
 * @param clientId by which a token is asked for
 * @param clientSecret the password of that client
 * @param tokenUrl where tokens are had; null for the path that a web node has for it
 * @param scopes asked for with a token; mostly none
 * @param trust whose certificates are accepted; null for those that Java trusts
 * @param limits how long, and how much at once
 */
public record AtcSettings(
    List<URI> urls,
    String clientId,
    String clientSecret,
    @Nullable URI tokenUrl,
    List<String> scopes,
    @Nullable SSLContext trust,
    CallLimits limits) {
  /**
   * Limits of calls.
   *
   * @param connect how long connecting may take
   * @param answer how long a call may take in all, of one node
   * @param atOnce calls at once; more wait for their turn, for as long as a call may take
   */
  public record CallLimits(Duration connect, Duration answer, int atOnce) {
    /** Those of the service. */
    public static final CallLimits DEFAULT =
        new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 64);
  }

  /** Copies the lists. */
  public AtcSettings {
    urls = List.copyOf(urls);
    scopes = List.copyOf(scopes);
  }

  /** Where a node gives out tokens. */
  URI tokenUrl(URI node) {
    return tokenUrl == null ? URI.create(node + "/sky/issuer/token") : tokenUrl;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AtcSettings[" + urls + ", " + clientId + "]";
  }
}
