package tsa.lifecycle;

import java.util.Locale;

/** What suspends health evaluation in a gateway, in few enough words to be a label. */
public enum SuspensionCause {
  /** It has only just started. */
  STARTING,
  /** Heartbeats could not be written, or only slowly. */
  HEARTBEATS,
  /** The database's clock jumped. */
  CLOCK,
  /** The database does not answer, or only slowly. */
  DATABASE,
  /** This process does not run as it should. */
  LATE,
  /** Something else. */
  OTHER;

  /** The word used as a label. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
