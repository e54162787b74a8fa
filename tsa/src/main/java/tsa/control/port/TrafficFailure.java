package tsa.control.port;

import java.util.Locale;

/**
 * What the traffic of builds shows of a worker that may be ill. It condemns nobody: it is a reason
 * to look (docs/decisions/0039-build-traffic-is-evidence.md).
 */
public enum TrafficFailure {
  /** The worker did not take a connection. */
  REFUSED,
  /** It ended one without an answer to what it was sent. */
  RESET,
  /** It answered with a status of 5xx. */
  SERVER_ERROR;

  /** The word used in JSON and metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
