package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Judge;

/**
 * How fit the other gateways are, as far as they say: what is told of their workers rests on it, so
 * that nobody hears that a worker is about to be stalled while its own gateway holds that back.
 * Written in one lane, read by anybody.
 */
final class PeerJudges {
  private volatile Map<UUID, Judge> known = Map.of();

  /**
   * Takes note of what they said.
   *
   * @param quiet the silence from which one counts as unfit
   * @param now on the store's clock
   */
  void note(Collection<Gateways.Seen> seen, Duration quiet, Instant now) {
    Map<UUID, Judge> next = HashMap.newHashMap(seen.size());
    for (Gateways.Seen each : seen) {
      UUID id = each.gateway().id();
      next.put(id, judge(each, known.get(id), quiet, now));
    }
    known = Map.copyOf(next);
  }

  private static Judge judge(
      Gateways.Seen seen, @Nullable Judge before, Duration quiet, Instant now) {
    if (seen.silence().compareTo(quiet) > 0) {
      return new Judge(null, "its gateway has not been heard of lately");
    }
    if (seen.unfit() != null) {
      return new Judge(null, seen.unfit());
    }
    if (before == null) {
      return new Judge(seen.startedAt(), "just started");
    }
    return before.fitSince() == null ? new Judge(now, before.problem()) : before;
  }

  /** What is known of one; empty if it is not known at all. Thread-safe. */
  Optional<Judge> of(UUID gateway) {
    return Optional.ofNullable(known.get(gateway));
  }
}
