package tsa.telemetry;

import java.util.Locale;

/** What suspends health evaluation in a gateway, in few enough words to be a label. */
enum SuspensionCause {
  /** It has only just started. */
  STARTING("just started"),
  /** Heartbeats could not be written, or only slowly. */
  HEARTBEATS("heartbeats"),
  /** The database's clock jumped. */
  CLOCK("clock"),
  /** The database does not answer, or only slowly. */
  DATABASE("database"),
  /** This process does not run as it should. */
  LATE("late"),
  /** Something else. */
  OTHER("");

  private final String sign;

  SuspensionCause(String sign) {
    this.sign = sign;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first whose sign is in that text, which is for people. */
  static SuspensionCause of(String problem) {
    for (SuspensionCause suspended : values()) {
      if (problem.contains(suspended.sign)) {
        return suspended;
      }
    }
    return OTHER;
  }
}
