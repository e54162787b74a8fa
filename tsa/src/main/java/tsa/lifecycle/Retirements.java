package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The retirements that the rules made, over all gateways. Kept apart from the workers' rows, so
 * that neither pruning nor a worker that joins again makes room under the rate limit.
 *
 * @param last number of the newest; 0 if there was none. The next one takes the number after it,
 *     and no number is taken twice
 * @param at when the newest were made, on the database's clock, in no order
 */
public record Retirements(long last, List<Instant> at) {
  /** None yet. */
  public static final Retirements NONE = new Retirements(0, List.of());

  /** Copies the list. */
  public Retirements {
    at = List.copyOf(at);
  }

  /** With one more. */
  public Retirements and(Instant now) {
    return new Retirements(last + 1, Stream.concat(at.stream(), Stream.of(now)).toList());
  }

  /** Those within that time, the oldest first. */
  List<Instant> within(Duration time, Instant now) {
    return at.stream().filter(made -> made.plus(time).isAfter(now)).sorted().toList();
  }
}
