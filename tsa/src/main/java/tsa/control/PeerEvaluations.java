package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Gateways;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.SuspensionCause;

/**
 * Whether health evaluation is active in the other gateways, as far as they say: what is told of
 * their workers rests on it, so that nobody hears that a worker is about to be stalled while its
 * own gateway holds that back. Written in one lane, read by anybody.
 */
final class PeerEvaluations {
  private volatile Map<UUID, EvaluationStatus> known = Map.of();

  /**
   * Takes note of what they said.
   *
   * @param quiet the silence from which its evaluation counts as suspended
   * @param now on the store's clock
   */
  void note(Collection<Gateways.GatewayStatus> seen, Duration quiet, Instant now) {
    Map<UUID, EvaluationStatus> next = HashMap.newHashMap(seen.size());
    for (Gateways.GatewayStatus each : seen) {
      UUID id = each.gateway().id();
      next.put(id, evaluation(each, known.get(id), quiet, now));
    }
    known = Map.copyOf(next);
  }

  private static EvaluationStatus evaluation(
      Gateways.GatewayStatus seen, @Nullable EvaluationStatus before, Duration quiet, Instant now) {
    if (seen.silence().compareTo(quiet) > 0) {
      return new EvaluationStatus(null, "its gateway has not been heard of lately");
    }
    if (seen.suspendedReason() != null) {
      return new EvaluationStatus(null, seen.suspendedReason());
    }
    if (before == null) {
      return new EvaluationStatus(seen.startedAt(), SuspensionCause.STARTING, "just started");
    }
    return before.activeSince() == null
        ? new EvaluationStatus(now, before.cause(), before.problem())
        : before;
  }

  /** What is known of one; empty if it is not known at all. Thread-safe. */
  Optional<EvaluationStatus> of(UUID gateway) {
    return Optional.ofNullable(known.get(gateway));
  }
}
