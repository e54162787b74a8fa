package tsa.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself when it registers (docs/protocol/registration.md#the-worker-object).
 * A {@code state} or an address sent by the worker is not part of it: neither is the worker's to
 * choose (B9).
 *
 * @param name its name
 * @param team the team it belongs to; null for a worker of all teams
 * @param platform {@code linux}, {@code darwin}, {@code windows} or another word
 * @param tags steps must ask for one of these; empty for a worker that takes any step
 * @param version version of the worker protocol, for example {@code 2.5}; may be empty
 * @param startTime unix seconds of the start of its process, 0 if unknown
 * @param ephemeral whether it is to be forgotten soon after it went out of reach
 * @param resourceTypes base resource types it brings
 * @param certsPath directory of certificates on the worker
 * @param httpProxyUrl proxy for its containers
 * @param httpsProxyUrl proxy for its containers
 * @param noProxy hosts its containers reach without a proxy
 * @param maxActiveTasks its own limit of tasks, 0 for none
 */
public record Registration(
    WorkerName name,
    @Nullable String team,
    String platform,
    List<String> tags,
    String version,
    long startTime,
    boolean ephemeral,
    List<ResourceType> resourceTypes,
    @Nullable String certsPath,
    @Nullable String httpProxyUrl,
    @Nullable String httpsProxyUrl,
    @Nullable String noProxy,
    int maxActiveTasks) {
  /** Copies the lists. */
  public Registration {
    tags = List.copyOf(tags);
    resourceTypes = List.copyOf(resourceTypes);
  }
}
