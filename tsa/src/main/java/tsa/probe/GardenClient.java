package tsa.probe;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;
import tsa.control.port.Tunnel;
import tsa.lifecycle.FailureCause;
import tsa.worker.CheckHandle;

/**
 * Garden's calls, as far as a check needs them (docs/protocol/worker-apis.md#garden). Each throws
 * {@link ProbeException} if it is not done by its deadline. Thread-safe.
 */
final class GardenClient {
  private static final String CONTAINERS = "/containers";

  private final WorkerHttpClient http;

  GardenClient(WorkerHttpClient http) {
    this.http = http;
  }

  /**
   * What is behind Garden, and how many containers it takes.
   *
   * @param containers most containers; 0 if it does not say
   */
  record Capacity(ContainerRuntime runtime, int containers) {}

  void ping(CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.get(Tunnel.Server.GARDEN, "/ping"), deadline);
    if (reply.status() != 200) {
      throw new ProbeException(reply.refusal(null));
    }
    reply.object();
  }

  /** Answers in full: {@code {}} is houdini, numbers are guardian, "not implemented" containerd. */
  Capacity capacity(CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.get(Tunnel.Server.GARDEN, "/capacity"), deadline);
    if (reply.status() != 200) {
      Finding.ErrorAnswer refusal = reply.refusal(null);
      if (reply.status() == 500 && refusal.says("not implemented")) {
        return new Capacity(ContainerRuntime.CONTAINERD, 0);
      }
      throw new ProbeException(refusal);
    }
    JsonNode object = reply.object();
    if (object.isEmpty()) {
      return new Capacity(ContainerRuntime.HOUDINI, 0);
    }
    JsonNode most = object.path("max_containers");
    if (!most.isMissingNode() && !most.canConvertToInt()) {
      throw ProbeException.badAnswer("max_containers is " + most);
    }
    return new Capacity(ContainerRuntime.GUARDIAN, Math.max(0, most.asInt(0)));
  }

  HandleList containers(CallDeadline deadline) throws ProbeException {
    return http.exchange(
        WorkerHttpRequest.get(Tunnel.Server.GARDEN, CONTAINERS),
        deadline,
        GardenClient::readContainers);
  }

  private static HandleList readContainers(ResponseHead head, InputStream in)
      throws IOException, ProbeException {
    if (head.status() != 200) {
      throw new ProbeException(head.reply(in, WorkerHttpClient.MAX_REPLY).refusal(null));
    }
    return HandleList.ofContainers(head.body(in, HandleList.MAX_LIST));
  }

  /**
   * Makes a container.
   *
   * @param volumePath where its volume is on the worker; empty for a container without one
   */
  void create(CheckHandle handle, String volumePath, CallDeadline deadline) throws ProbeException {
    String body = WorkerApiJson.container(handle, volumePath);
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.post(Tunnel.Server.GARDEN, CONTAINERS, body), deadline);
    if (reply.status() != 200) {
      throw new ProbeException(reply.refusal(handle));
    }
    if (!reply.string("Handle").equals(handle.value())) {
      throw ProbeException.badAnswer("another container was made: " + reply.string("Handle"));
    }
  }

  /**
   * Runs a program in a container, stops it where it waits for that, and waits for its exit status:
   * a container that was made is not yet one that executes (#9509).
   */
  void run(CheckHandle handle, ContainerRuntime runtime, CallDeadline deadline)
      throws ProbeException {
    String path = path(handle) + "/processes";
    WorkerHttpRequest request =
        WorkerHttpRequest.post(Tunnel.Server.GARDEN, path, WorkerApiJson.process(runtime.program()))
            .asHttp10();
    http.exchange(request, deadline, (head, in) -> follow(head, in, handle, runtime, deadline));
  }

  private boolean follow(
      ResponseHead head,
      InputStream in,
      CheckHandle handle,
      ContainerRuntime runtime,
      CallDeadline deadline)
      throws IOException, ProbeException {
    if (head.status() != 201) {
      Finding.ErrorAnswer refusal = head.reply(in, WorkerHttpClient.MAX_REPLY).refusal(handle);
      if (provesExecution(refusal, runtime)) {
        return false;
      }
      throw new ProbeException(refusal);
    }
    RunStream stream = new RunStream(in);
    stream.started();
    if (runtime.waitsForStop()) {
      stop(handle, runtime.kills(), deadline);
    }
    int status = stream.exitStatus();
    if (!runtime.isOrderly(status)) {
      String detail = runtime.program() + " ended with status " + status;
      throw new ProbeException(new Finding.FailureSeen(FailureCause.NOT_EXECUTED, detail));
    }
    return true;
  }

  /**
   * Where the program is not there, its absence was found out within the container
   * (docs/protocol/worker-apis.md#running-a-process).
   */
  private static boolean provesExecution(Finding.ErrorAnswer refusal, ContainerRuntime runtime) {
    return refusal.status() == 500
        && refusal.says(runtime.program())
        && (refusal.says("no such file or directory") || refusal.says("executable file not found"));
  }

  private void stop(CheckHandle handle, boolean kill, CallDeadline deadline) throws ProbeException {
    String path = path(handle) + "/stop";
    WorkerHttpReply reply =
        http.call(
            WorkerHttpRequest.put(
                Tunnel.Server.GARDEN,
                path,
                WorkerHttpRequest.RequestBody.json(WorkerApiJson.stop(kill))),
            deadline);
    if (reply.status() != 200) {
      throw new ProbeException(reply.refusal(handle));
    }
  }

  Removal destroy(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.delete(Tunnel.Server.GARDEN, path(handle)), deadline);
    if (reply.status() == 200) {
      return Removal.REMOVED;
    }
    Finding.ErrorAnswer refusal = reply.refusal(handle);
    if (refusal.gone()) {
      return Removal.ABSENT;
    }
    if (refusal.says("already being destroyed")) {
      return Removal.UNDERWAY;
    }
    throw new ProbeException(refusal);
  }

  private static String path(CheckHandle handle) {
    return CONTAINERS + "/" + handle;
  }
}
