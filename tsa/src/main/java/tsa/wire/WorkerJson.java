package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A worker, exactly as Concourse writes it: keys, types, and which keys are left out when empty
 * (docs/protocol/registration.md#the-worker-object). Text that is not known is empty, numbers that
 * are not known are 0.
 *
 * @param addr Garden's {@code host:port}
 * @param team empty for a worker of all teams
 * @param startTime unix seconds of the start of its process
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerJson(
    String addr,
    String baggageclaimUrl,
    @Nullable String certsPath,
    @Nullable String httpProxyUrl,
    @Nullable String httpsProxyUrl,
    @Nullable String noProxy,
    int activeContainers,
    int activeVolumes,
    int activeTasks,
    int maxActiveTasks,
    List<ResourceTypeJson> resourceTypes,
    String platform,
    List<String> tags,
    String team,
    String name,
    String version,
    long startTime,
    boolean ephemeral,
    String state) {
  /** Copies the lists. */
  public WorkerJson {
    RequiredMembers.all(
        addr, baggageclaimUrl, platform, team, name, version, state, resourceTypes, tags);
    resourceTypes = List.copyOf(resourceTypes);
    tags = List.copyOf(tags);
  }
}
