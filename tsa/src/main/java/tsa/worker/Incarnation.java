package tsa.worker;

/**
 * The growing number of a registration, unique over all gateways. Of two registrations of one name
 * the one with the larger number is the newer.
 *
 * @param number at least 1
 */
public record Incarnation(long number) implements Comparable<Incarnation> {
  /**
   * @throws IllegalArgumentException if the number is below 1
   */
  public Incarnation {
    if (number < 1) {
      throw new IllegalArgumentException("an incarnation is at least 1, not " + number);
    }
  }

  /** Whether this registration began after the other. */
  public boolean isNewerThan(Incarnation other) {
    return number > other.number;
  }

  @Override
  public int compareTo(Incarnation other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "#" + number;
  }
}
