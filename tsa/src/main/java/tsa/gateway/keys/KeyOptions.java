package tsa.gateway.keys;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be used for, beside its team. Immutable.
 *
 * @param workers patterns of the names it may act on, as in OpenSSH's PATTERNS: {@code *}, {@code
 *     ?}, and {@code !} before one that is excepted; empty for any name
 * @param expiry the instant from which on it is refused; null for never
 * @param forwards whether it may forward ports, without which no worker registers
 */
public record KeyOptions(List<String> workers, @Nullable Instant expiry, boolean forwards) {
  /** Of a key without options: any name, for ever. */
  public static final KeyOptions NONE = new KeyOptions(List.of(), null, true);

  public KeyOptions {
    workers = List.copyOf(workers);
  }

  /** Whether it is bound to names. */
  boolean isBound() {
    return !workers.isEmpty();
  }

  /** Whether it may act on a worker of that name: some pattern matches, and no excepted one. */
  public boolean covers(String name) {
    if (!isBound()) {
      return true;
    }
    boolean excepted =
        workers.stream().anyMatch(p -> p.startsWith("!") && matches(p.substring(1), name));
    return !excepted && workers.stream().anyMatch(p -> !p.startsWith("!") && matches(p, name));
  }

  /** In steps as many as both are long, multiplied: no name makes it slow. */
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int tried = 0;
    while (n < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (wanted == '*') {
        star = p++;
        tried = n;
      } else if (wanted == '?' || wanted == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1; // the last star takes one character more
        n = ++tried;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  /** Whether it has expired by that instant. */
  public boolean hasExpired(Instant now) {
    return expiry != null && !now.isBefore(expiry);
  }
}
