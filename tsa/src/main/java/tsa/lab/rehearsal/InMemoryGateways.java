package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Gateways;

/** The gateways in memory. Thread-safe. */
public final class InMemoryGateways implements Gateways {
  private record GatewayEntry(
      Gateway gateway, Instant startedAt, Instant lastSeen, @Nullable String suspendedReason) {}

  private final InstantSource clock;
  private final InMemoryWorkerStore workers;
  private final Map<UUID, GatewayEntry> entries = new LinkedHashMap<>();

  /**
   * @param clock the store's clock
   * @param workers whose gateways they are
   */
  public InMemoryGateways(InstantSource clock, InMemoryWorkerStore workers) {
    this.clock = clock;
    this.workers = workers;
  }

  @Override
  public synchronized void register(Gateway gateway) {
    Instant now = clock.instant();
    entries.remove(gateway.id());
    entries.put(gateway.id(), new GatewayEntry(gateway, now, now, null));
  }

  @Override
  public synchronized boolean renew(UUID gateway, @Nullable String suspendedReason) {
    GatewayEntry seen =
        entries.computeIfPresent(
            gateway,
            (id, entry) ->
                new GatewayEntry(
                    entry.gateway(), entry.startedAt(), clock.instant(), suspendedReason));
    return seen != null;
  }

  @Override
  public synchronized List<GatewayStatus> all() {
    Instant now = clock.instant();
    return entries.values().stream()
        .map(entry ->
            new GatewayStatus(
                entry.gateway(),
                entry.startedAt(),
                Duration.between(entry.lastSeen(), now),
                entry.suspendedReason()))
        .toList();
  }

  @Override
  public synchronized int release(UUID gateway, Duration silence) {
    GatewayEntry entry = entries.get(gateway);
    if (entry == null || entry.lastSeen().isAfter(clock.instant().minus(silence))) {
      return 0;
    }
    entries.remove(gateway);
    return workers.release(gateway);
  }
}
