package tsa.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tsa.control.port.AccessTokens;

/** Tokens in memory. Thread-safe. */
public final class InMemoryAccessTokens implements AccessTokens {
  private record Entry(String user, Hash secret, Instant expiry) {}

  private final InstantSource clock;
  private final int mostOfUser;
  private final int most;
  private final Map<Hash, Entry> entries = new LinkedHashMap<>();

  /**
   * @param clock the store's clock
   */
  public InMemoryAccessTokens(InstantSource clock) {
    this(clock, MOST_OF_A_USER, MOST);
  }

  /** With other bounds. */
  public InMemoryAccessTokens(InstantSource clock, int mostOfUser, int most) {
    this.clock = clock;
    this.mostOfUser = mostOfUser;
    this.most = most;
  }

  @Override
  public synchronized void add(
      String user, @Nullable Hash secret, Duration life, Function<Instant, Hash> mint) {
    Instant expiry = clock.instant().plus(life);
    entries.put(mint.apply(expiry), new Entry(user, secret, expiry));
    entries.values().removeIf(entry -> !entry.expiry().isAfter(clock.instant()));
    keep(mostOfUser, user);
    keep(most, null);
  }

  private void keep(int kept, String user) {
    List<Hash> these =
        entries.entrySet().stream()
            .filter(entry -> user == null || entry.getValue().user().equals(user))
            .map(Map.Entry::getKey)
            .toList();
    these.stream().limit(Math.max(0, these.size() - kept)).forEach(entries::remove);
  }

  @Override
  public synchronized Optional<Holder> holder(Hash token) {
    return Optional.ofNullable(entries.get(token))
        .filter(entry -> entry.expiry().isAfter(clock.instant()))
        .map(entry -> new Holder(entry.user(), entry.secret()));
  }

  @Override
  public synchronized void revoke(Hash token) {
    entries.remove(token);
  }

  @Override
  public synchronized int revokeAll(String user) {
    int before = entries.size();
    entries.values().removeIf(entry -> entry.user().equals(user));
    return before - entries.size();
  }
}
