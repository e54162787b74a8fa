package tsa.gateway.keys;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.gateway.protocol.PrintableText;

/**
 * Counts how keys are used: bounds the connections of each, and reports one that is shared without
 * being bound to names. As large as the set of keys that were ever authorized. Thread-safe.
 */
public final class KeyUsage {
  private static final Logger log = LoggerFactory.getLogger(KeyUsage.class);

  private final int limit;
  private final Map<String, Integer> connections = new HashMap<>();
  private final Map<String, String> firstNames = new HashMap<>();
  private final Set<String> reported = new HashSet<>();

  /**
   * @param limit connections at once with one key
   */
  public KeyUsage(int limit) {
    this.limit = limit;
  }

  /** Whether a key may have one more connection; if so, it is counted until {@link #ended}. */
  public synchronized boolean begin(KeyIdentity identity) {
    int count = connections.getOrDefault(identity.fingerprint(), 0);
    if (count >= limit) {
      return false;
    }
    connections.put(identity.fingerprint(), count + 1);
    return true;
  }

  /** A connection that was counted has ended. */
  public synchronized void ended(KeyIdentity identity) {
    connections.computeIfPresent(
        identity.fingerprint(), (key, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Notes that a key registers a worker. Who holds a key that several machines share can pass for
   * any of them; that works as ever, and is reported once for each key.
   */
  public synchronized void registers(KeyIdentity identity, String worker) {
    String key = identity.fingerprint();
    if (identity.options().isBound() || reported.contains(key)) {
      return;
    }
    String first = firstNames.putIfAbsent(key, worker);
    if (first != null && !first.equals(worker)) {
      reported.add(key);
      firstNames.remove(key);
      log.atWarn()
          .addKeyValue("key", key)
          .addKeyValue("worker", PrintableText.of(worker))
          .addKeyValue("other", PrintableText.of(first))
          .log("several workers share one key that is not bound to names (worker-names)");
    }
  }
}
