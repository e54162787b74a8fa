package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Answer of {@code GET /api/v1/info} (docs/protocol/fly.md#json).
 *
 * @param version three numbers; fly refuses to work with a server of another major or minor
 * @param workerVersion two numbers; workers of another major, or a smaller minor, are outdated
 * @param featureFlags always present, as Concourse has it
 * @param externalUrl where people find this service; null if it was not told
 * @param clusterName a name for people; null if it has none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InfoJson(
    String version,
    String workerVersion,
    Map<String, Boolean> featureFlags,
    @Nullable String externalUrl,
    @Nullable String clusterName) {
  /** Copies the map. */
  public InfoJson {
    RequiredMembers.all(version, workerVersion, featureFlags);
    featureFlags = Map.copyOf(featureFlags);
  }
}
