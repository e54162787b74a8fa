package tsa.gateway.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the public keys of workers are (docs/protocol/registration.md#keys-of-workers).
 *
 * @param authorizedKeys file of keys that speak for workers of any team; null for none
 * @param teamAuthorizedKeys files of keys that speak for one team's workers, by team
 * @param teamAuthorizedKeysFile YAML list of maps with {@code team} and {@code ssh_keys}; null for
 *     none
 */
public record KeySources(
    @Nullable Path authorizedKeys,
    Map<String, List<Path>> teamAuthorizedKeys,
    @Nullable Path teamAuthorizedKeysFile) {
  /** Copies the map, ordered by team so that messages do not depend on chance (B13). */
  public KeySources {
    Map<String, List<Path>> copy = new TreeMap<>();
    teamAuthorizedKeys.forEach((team, files) -> copy.put(team, List.copyOf(files)));
    teamAuthorizedKeys = copy;
  }

  /** Keys for workers of any team, from one file. */
  public static KeySources of(Path authorizedKeys) {
    return new KeySources(authorizedKeys, Map.of(), null);
  }
}
