package tsa.api.http;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the REST side.
 *
 * @param bindIp address to listen on
 * @param bindPort port to listen on; 0 for any free one
 * @param version what fly compares its own version with; exactly three numbers
 *     (docs/protocol/fly.md#versions)
 * @param workerVersion what fly compares workers' versions with; at least two numbers, because one
 *     alone makes fly crash (docs/protocol/fly.md#versions)
 * @param externalUrl where people find this service; null if it was not told
 * @param clusterName a name for people; null for none
 * @param limits what a caller may cost
 * @param proxies who is believed when they say whom they speak for
 */
public record ApiSettings(
    String bindIp,
    int bindPort,
    String version,
    String workerVersion,
    @Nullable String externalUrl,
    @Nullable String clusterName,
    HttpLimits limits,
    TrustedProxies proxies) {
  private static final Pattern THREE =
      Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]+)?");
  private static final Pattern TWO = Pattern.compile("\\d{1,9}\\.\\d{1,9}(\\.\\d{1,9})?");

  /** With no proxy in front. */
  public ApiSettings(
      String bindIp,
      int bindPort,
      String version,
      String workerVersion,
      @Nullable String externalUrl,
      @Nullable String clusterName,
      HttpLimits limits) {
    this(
        bindIp,
        bindPort,
        version,
        workerVersion,
        externalUrl,
        clusterName,
        limits,
        TrustedProxies.NONE);
  }

  /**
   * @throws IllegalArgumentException with a sentence for the person who wrote the settings
   */
  public ApiSettings {
    if (!THREE.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "the version shown to fly is '" + version + "': write three numbers, like 8.2.5");
    }
    if (!TWO.matcher(workerVersion).matches()) {
      throw new IllegalArgumentException(
          "the worker version shown to fly is '"
              + workerVersion
              + "': write two numbers, like 2.5");
    }
  }

  /**
   * What a caller may cost.
   *
   * @param idle how long a connection may be silent within or between requests; a header that
   *     trickles in may take three times as long
   * @param maxBody largest body accepted, in bytes
   * @param maxHeaders largest request line with headers accepted, in bytes
   * @param maxConnections connections at a time; more wait in the operating system's queue
   * @param checkWait how long a request for a deep check waits for its end
   */
  public record HttpLimits(
      Duration idle, int maxBody, int maxHeaders, int maxConnections, Duration checkWait) {
    /** The defaults. */
    public static final HttpLimits DEFAULT =
        new HttpLimits(Duration.ofSeconds(10), 64 * 1024, 8 * 1024, 1_000, Duration.ofMinutes(2));
  }
}
