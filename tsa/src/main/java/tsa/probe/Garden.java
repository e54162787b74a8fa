package tsa.probe;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;
import tsa.control.Tunnel;
import tsa.lifecycle.FailureCause;
import tsa.worker.CheckHandle;

/**
 * Garden's calls, as far as a check needs them (docs/protocol/worker-apis.md#garden). Each throws
 * {@link ProbeException} if it is not done by its deadline. Thread-safe.
 */
final class Garden {
  private static final String CONTAINERS = "/containers";

  private final WorkerHttp http;

  Garden(WorkerHttp http) {
    this.http = http;
  }

  /**
   * What is behind Garden, and how many containers it takes.
   *
   * @param containers most containers; 0 if it does not say
   */
  record Capacity(Backend backend, int containers) {}

  void ping(Deadline deadline) throws ProbeException {
    Reply reply = http.call(Request.get(Tunnel.Server.GARDEN, "/ping"), deadline);
    if (reply.status() != 200) {
      throw new ProbeException(reply.refusal(null));
    }
    reply.object();
  }

  /** Answers in full: {@code {}} is houdini, numbers are guardian, "not implemented" containerd. */
  Capacity capacity(Deadline deadline) throws ProbeException {
    Reply reply = http.call(Request.get(Tunnel.Server.GARDEN, "/capacity"), deadline);
    if (reply.status() != 200) {
      Finding.Refusal refusal = reply.refusal(null);
      if (reply.status() == 500 && refusal.says("not implemented")) {
        return new Capacity(Backend.CONTAINERD, 0);
      }
      throw new ProbeException(refusal);
    }
    JsonNode object = reply.object();
    if (object.isEmpty()) {
      return new Capacity(Backend.HOUDINI, 0);
    }
    JsonNode most = object.path("max_containers");
    if (!most.isMissingNode() && !most.canConvertToInt()) {
      throw ProbeException.badAnswer("max_containers is " + most);
    }
    return new Capacity(Backend.GUARDIAN, Math.max(0, most.asInt(0)));
  }

  Handles containers(Deadline deadline) throws ProbeException {
    return http.exchange(
        Request.get(Tunnel.Server.GARDEN, CONTAINERS), deadline, Garden::readContainers);
  }

  private static Handles readContainers(ResponseHead head, InputStream in)
      throws IOException, ProbeException {
    if (head.status() != 200) {
      throw new ProbeException(head.reply(in, WorkerHttp.MAX_REPLY).refusal(null));
    }
    return Handles.ofContainers(head.body(in, Handles.MAX_LIST));
  }

  /**
   * Makes a container.
   *
   * @param volumePath where its volume is on the worker; empty for a container without one
   */
  void create(CheckHandle handle, String volumePath, Deadline deadline) throws ProbeException {
    String body = Json.container(handle, volumePath);
    Reply reply = http.call(Request.post(Tunnel.Server.GARDEN, CONTAINERS, body), deadline);
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
  void run(CheckHandle handle, Backend backend, Deadline deadline) throws ProbeException {
    String path = path(handle) + "/processes";
    Request request =
        Request.post(Tunnel.Server.GARDEN, path, Json.process(backend.program())).asHttp10();
    http.exchange(request, deadline, (head, in) -> follow(head, in, handle, backend, deadline));
  }

  private boolean follow(
      ResponseHead head, InputStream in, CheckHandle handle, Backend backend, Deadline deadline)
      throws IOException, ProbeException {
    if (head.status() != 201) {
      Finding.Refusal refusal = head.reply(in, WorkerHttp.MAX_REPLY).refusal(handle);
      if (provesExecution(refusal, backend)) {
        return false;
      }
      throw new ProbeException(refusal);
    }
    RunStream stream = new RunStream(in);
    stream.started();
    if (backend.waitsForStop()) {
      stop(handle, backend.kills(), deadline);
    }
    int status = stream.exitStatus();
    if (!backend.isOrderly(status)) {
      String detail = backend.program() + " ended with status " + status;
      throw new ProbeException(new Finding.Seen(FailureCause.NOT_EXECUTED, detail));
    }
    return true;
  }

  /**
   * Where the program is not there, its absence was found out within the container
   * (docs/protocol/worker-apis.md#running-a-process).
   */
  private static boolean provesExecution(Finding.Refusal refusal, Backend backend) {
    return refusal.status() == 500
        && refusal.says(backend.program())
        && (refusal.says("no such file or directory") || refusal.says("executable file not found"));
  }

  private void stop(CheckHandle handle, boolean kill, Deadline deadline) throws ProbeException {
    String path = path(handle) + "/stop";
    Reply reply =
        http.call(
            Request.put(Tunnel.Server.GARDEN, path, Request.Content.json(Json.stop(kill))),
            deadline);
    if (reply.status() != 200) {
      throw new ProbeException(reply.refusal(handle));
    }
  }

  Removal destroy(CheckHandle handle, Deadline deadline) throws ProbeException {
    Reply reply = http.call(Request.delete(Tunnel.Server.GARDEN, path(handle)), deadline);
    if (reply.status() == 200) {
      return Removal.REMOVED;
    }
    Finding.Refusal refusal = reply.refusal(handle);
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
