package tsa.concourse;

import org.jspecify.annotations.Nullable;
import tsa.wire.ResourceTypeJson;
import tsa.wire.WorkerJson;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.Registration;
import tsa.worker.ResourceType;

/**
 * The worker object (docs/protocol/registration.md#the-worker-object): what fly is shown of a
 * worker, and what an ATC is told of it.
 */
public final class ConcourseWorker {
  private ConcourseWorker() {}

  /**
   * A worker.
   *
   * @param address null if others cannot reach it
   * @param load null if it was not heard of
   * @param state its word; empty where it is not to be said
   */
  public static WorkerJson json(
      Registration said, @Nullable Address address, @Nullable Load load, String state) {
    return new WorkerJson(
        address == null ? "" : address.garden(),
        address == null ? "" : address.baggageclaimUrl(),
        said.certsPath(),
        said.httpProxyUrl(),
        said.httpsProxyUrl(),
        said.noProxy(),
        load == null ? 0 : load.containers(),
        load == null ? 0 : load.volumes(),
        0,
        said.maxActiveTasks(),
        said.resourceTypes().stream().map(ConcourseWorker::resourceType).toList(),
        said.platform(),
        said.tags(),
        said.team() == null ? "" : said.team(),
        said.name().value(),
        said.version(),
        said.startTime(),
        said.ephemeral(),
        state);
  }

  private static ResourceTypeJson resourceType(ResourceType type) {
    return new ResourceTypeJson(
        type.type(), type.image(), type.version(), type.privileged(), type.uniqueVersionHistory());
  }
}
