package tsa.testing;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What a test draws from: the same in each run, and with {@code -Dtsa.seed=N} what that seed draws.
 * A test that fails tells its seed.
 */
public final class Seed implements TestExecutionExceptionHandler {
  /** Far apart, so that no two parts of a test draw the same. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long value;

  private Seed(long value) {
    this.value = value;
  }

  /** This one, unless another is given. */
  public static Seed usually(long value) {
    return new Seed(Long.getLong("tsa.seed", value));
  }

  /** So many of them, from 0 on, unless one is given; whoever takes them names each. */
  public static LongStream each(long count) {
    return isGiven() ? LongStream.of(Long.getLong("tsa.seed")) : LongStream.range(0, count);
  }

  /** Whether one was given. */
  public static boolean isGiven() {
    return Long.getLong("tsa.seed") != null;
  }

  /** The seed itself. */
  public long value() {
    return value;
  }

  /** For one part of a test, whatever other parts draw. */
  public Random random(long part) {
    return new Random(value + part * STEP);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure) {
    throw new AssertionError(
        "%s%n(the same again: -Dtsa.seed=%d)".formatted(failure.getMessage(), value), failure);
  }
}
