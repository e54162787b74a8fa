package tsa.telemetry;

import java.util.Locale;

/** What makes a gateway unfit to judge, in few enough words to be a label. */
enum Unfit {
  /** It has only just started. */
  STARTING("just started"),
  /** Beats could not be written, or only slowly. */
  BEATS("beats"),
  /** The database's clock jumped. */
  CLOCK("clock"),
  /** The database does not answer, or only slowly. */
  DATABASE("database"),
  /** This process does not run as it should. */
  LATE("late"),
  /** Something else. */
  OTHER("");

  private final String sign;

  Unfit(String sign) {
    this.sign = sign;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first whose sign is in that text, which is for people. */
  static Unfit of(String problem) {
    for (Unfit unfit : values()) {
      if (problem.contains(unfit.sign)) {
        return unfit;
      }
    }
    return OTHER;
  }
}
