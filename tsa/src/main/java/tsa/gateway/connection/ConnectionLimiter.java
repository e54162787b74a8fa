package tsa.gateway.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import tsa.control.port.Ticker;
import tsa.gateway.settings.GatewayLimits;

/**
 * Keeps the number of unauthenticated connections in bounds, as OpenSSH's {@code MaxStartups} does:
 * from one number on newcomers are dropped with a chance that grows to certainty at another.
 * Dropping at random lets honest workers through a flood, after some tries. One address alone never
 * gets so far: it has a bound of its own. An address from which a key was proven a moment ago is
 * told to wait and not dropped for as long as there is room at all: a fleet that comes back at once
 * is no flood. Thread-safe.
 */
public final class ConnectionLimiter {
  private static final int IPV6_NETWORK = 8;

  /** For how long, and of how many addresses, it is remembered that a key was proven there. */
  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  private static final int MOST_KNOWN = 20_000;

  private final GatewayLimits.LoginLimits limits;
  private final RandomGenerator random;
  private final Map<String, Integer> waiting = new HashMap<>();
  private final Cache<String, Boolean> known;
  private int all;

  public ConnectionLimiter(GatewayLimits limits, RandomGenerator random, Ticker ticker) {
    this.limits = limits.login();
    this.random = random;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .ticker(ticker::nanos)
            .build();
  }

  /** Whether one more may begin; if so, it is counted until {@link #settled}. */
  public synchronized boolean admits(String source) {
    boolean room =
        knows(source)
            ? all < limits.max()
            : waiting.getOrDefault(source, 0) < limits.maxPerAddress() && !drops();
    if (!room) {
      return false;
    }
    waiting.merge(source, 1, Integer::sum);
    all++;
    return true;
  }

  private boolean drops() {
    if (all < limits.dropFrom()) {
      return false;
    }
    if (all >= limits.max()) {
      return true;
    }
    double way = (double) (all - limits.dropFrom()) / (limits.max() - limits.dropFrom());
    return random.nextDouble() * 100 < limits.dropPercent() + (100 - limits.dropPercent()) * way;
  }

  /** It proved a key, or ended. Called once for each that was admitted. */
  synchronized void settled(String source) {
    waiting.computeIfPresent(source, (s, count) -> count == 1 ? null : count - 1);
    all--;
  }

  /** A key was proven there. */
  void proven(String source) {
    known.put(source, true);
  }

  /** Whether a key was proven there a moment ago. */
  public boolean knows(String source) {
    return known.getIfPresent(source) != null;
  }

  public synchronized int waiting() {
    return all;
  }

  /** What counts as one source: an IPv4 address, or the 64-bit network that an IPv6 host has. */
  public static String source(SocketAddress from) {
    if (!(from instanceof InetSocketAddress socket) || socket.isUnresolved()) {
      return "";
    }
    InetAddress address = socket.getAddress();
    byte[] bytes = address.getAddress();
    return bytes.length > IPV6_NETWORK
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK))
        : address.getHostAddress();
  }
}
