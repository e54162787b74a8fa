package tsa.testing;

import java.time.Duration;

/**
 * How much slower this machine is now than an idle one with two cores. Times that a test has to
 * keep short, such as the interval between two checks of a service, are multiplied by it: all of
 * them, so that their relations stay. Measured once in each JVM, or given by {@code
 * -Dtsa.test.slowness=}.
 */
public final class Slowness {
  private static final String PROPERTY = "tsa.test.slowness";
  private static final double MOST = 20;

  /** What {@link HandOver} takes on an idle machine with two cores. */
  private static final Duration REFERENCE = Duration.ofMillis(200);

  /** Up to here it is the other JVMs of the same build, which mostly wait. */
  private static final double NOISE = 2;

  /** What is slow for a moment only, such as the start of those JVMs, does not count. */
  private static final int TRIES = 6;

  /** A test has many threads, which share what other work leaves. */
  private static final double THREADS = 1.5;

  private static final double FACTOR = factorNow();

  private Slowness() {}

  /** From 1 to 20. */
  public static double factor() {
    return FACTOR;
  }

  /** That time on this machine. */
  public static Duration scaled(Duration idle) {
    return Duration.ofMillis(Math.round(idle.toMillis() * FACTOR));
  }

  /** That time on this machine, in the way that flags have it. */
  public static String scaled(String flag, Duration idle) {
    return flag + "=" + scaled(idle).toMillis() + "ms";
  }

  private static double factorNow() {
    String given = System.getProperty(PROPERTY);
    double factor = given == null ? measured() : Double.parseDouble(given);
    System.out.printf(
        "%s=%.1f (%s): short times of tests are multiplied by it%n",
        PROPERTY, factor, given == null ? "measured" : "given");
    return factor;
  }

  private static double measured() {
    try {
      HandOver.measure(); // until it is compiled
      double ratio = MOST;
      for (int i = 0; i < TRIES && ratio >= NOISE; i++) {
        ratio = Math.min(ratio, (double) HandOver.measure().toNanos() / REFERENCE.toNanos());
      }
      return ratio < NOISE ? 1 : Math.min(MOST, ratio * THREADS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return MOST;
    }
  }
}
