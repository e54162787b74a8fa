package tsa.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.Gateways;

/** The gateways in memory. Thread-safe. */
public final class InMemoryGateways implements Gateways {
  private record Entry(
      Gateway gateway, Instant startedAt, Instant lastSeen, @Nullable String unfit) {}

  private final InstantSource clock;
  private final InMemoryWorkerStore workers;
  private final Map<UUID, Entry> entries = new LinkedHashMap<>();

  /**
   * @param clock the store's clock
   * @param workers whose gateways they are
   */
  public InMemoryGateways(InstantSource clock, InMemoryWorkerStore workers) {
    this.clock = clock;
    this.workers = workers;
  }

  @Override
  public synchronized void hello(Gateway gateway) {
    Instant now = clock.instant();
    entries.remove(gateway.id());
    entries.put(gateway.id(), new Entry(gateway, now, now, null));
  }

  @Override
  public synchronized boolean alive(UUID gateway, @Nullable String unfit) {
    Entry seen =
        entries.computeIfPresent(
            gateway,
            (id, entry) -> new Entry(entry.gateway(), entry.startedAt(), clock.instant(), unfit));
    return seen != null;
  }

  @Override
  public synchronized List<Seen> all() {
    Instant now = clock.instant();
    return entries.values().stream()
        .map(entry ->
            new Seen(
                entry.gateway(),
                entry.startedAt(),
                Duration.between(entry.lastSeen(), now),
                entry.unfit()))
        .toList();
  }

  @Override
  public synchronized int release(UUID gateway, Duration silence) {
    Entry entry = entries.get(gateway);
    if (entry == null || entry.lastSeen().isAfter(clock.instant().minus(silence))) {
      return 0;
    }
    entries.remove(gateway);
    return workers.release(gateway);
  }
}
