package tsa.lifecycle;

import java.io.Serial;
import java.time.Duration;
import tsa.worker.GoDuration;

/** A number of the rules that cannot be, or that contradicts another. */
public final class PolicyException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  private PolicyException(String setting, String value, String relation) {
    super("--" + setting + " is " + value + ", but " + relation);
  }

  private static String text(Duration value) {
    return value.isNegative() ? "-" + GoDuration.print(value.negated()) : GoDuration.print(value);
  }

  static void positive(String setting, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new PolicyException(setting, text(value), "it must be longer than zero");
    }
  }

  static void notNegative(String setting, Duration value) {
    if (value.isNegative()) {
      throw new PolicyException(setting, text(value), "it must not be negative");
    }
  }

  static void atLeast(String setting, int value, int least) {
    if (value < least) {
      throw new PolicyException(setting, Integer.toString(value), "it must be at least " + least);
    }
  }

  static void percent(String setting, int value) {
    if (value < 1 || value > 100) {
      throw new PolicyException(
          setting, Integer.toString(value), "a share is between 1 and 100 percent");
    }
  }

  static void unless(
      boolean holds, String setting, Duration value, String relation, Duration other) {
    if (!holds) {
      throw new PolicyException(setting, text(value), "it " + relation + " " + text(other));
    }
  }
}
