package tsa.worker;

import java.util.Optional;

/**
 * The name a worker goes by; unique over all gateways. A name has 1 to 255 characters and none that
 * would change its meaning in a URL path, in a table cut by blanks, or on a terminal
 * (docs/protocol/fly.md#names-in-paths).
 *
 * @param value the name as the worker sent it
 */
public record WorkerName(String value) implements Comparable<WorkerName> {
  /** Longest name accepted, in characters. */
  public static final int MAX_LENGTH = 255;

  private static final String RESERVED = "/?#%";

  /**
   * @throws IllegalArgumentException with a sentence for the person who chose the name
   */
  public WorkerName {
    problemWith(value)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
  }

  /** What is wrong with a name, in words; empty when it can be used. */
  public static Optional<String> problemWith(String value) {
    if (value.isEmpty()) {
      return Optional.of("the worker name is empty");
    }
    if (value.length() > MAX_LENGTH) {
      return Optional.of(
          "the worker name has " + value.length() + " characters, at most " + MAX_LENGTH);
    }
    return value
        .codePoints()
        .filter(WorkerName::forbidden)
        .mapToObj(c -> "the worker name contains " + describe(c) + ", which is not allowed")
        .findFirst();
  }

  private static boolean forbidden(int c) {
    return RESERVED.indexOf(c) >= 0
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE;
  }

  private static String describe(int c) {
    return RESERVED.indexOf(c) >= 0
        ? "'" + Character.toString(c) + "'"
        : String.format("a blank or control character (U+%04X)", c);
  }

  @Override
  public int compareTo(WorkerName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
