package tsa.probe;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tsa.control.port.Tunnel;
import tsa.lifecycle.FailureCause;
import tsa.worker.CheckHandle;

/**
 * Baggageclaim's calls, as far as a check needs them (docs/protocol/worker-apis.md#baggageclaim).
 * Each throws {@link ProbeException} if it is not done by its deadline. Thread-safe.
 */
final class BaggageclaimClient {
  private static final String VOLUMES = "/volumes";
  private static final String ASYNC = "/volumes-async";
  private static final Duration FIRST_REST = Duration.ofMillis(10);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/]");
  private static final int MAX_PATH = 4096;

  private final WorkerHttpClient http;
  private final Cancellation cancellation;

  BaggageclaimClient(WorkerHttpClient http, Cancellation cancellation) {
    this.http = http;
    this.cancellation = cancellation;
  }

  HandleList volumes(CallDeadline deadline) throws ProbeException {
    return http.exchange(
        WorkerHttpRequest.get(Tunnel.Server.BAGGAGECLAIM, VOLUMES),
        deadline,
        BaggageclaimClient::readVolumes);
  }

  private static HandleList readVolumes(ResponseHead head, InputStream in)
      throws IOException, ProbeException {
    if (head.status() != 200) {
      throw new ProbeException(head.reply(in, WorkerHttpClient.MAX_REPLY).refusal(null));
    }
    return HandleList.ofVolumes(head.body(in, HandleList.MAX_LIST));
  }

  /**
   * Has an empty volume made, in the way that can be called off: a synchronous create is carried
   * out even after its client gave up (docs/protocol/worker-apis.md#asynchronous-creation). To be
   * followed by {@link #forget} in any case.
   */
  void begin(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    begin(handle, WorkerApiJson.emptyVolume(handle), deadline);
  }

  /** As {@link #begin}, for a copy of a volume that is there. */
  void beginCopy(CheckHandle parent, CheckHandle handle, CallDeadline deadline)
      throws ProbeException {
    begin(handle, WorkerApiJson.copyOf(parent, handle), deadline);
  }

  private void begin(CheckHandle handle, String body, CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.post(Tunnel.Server.BAGGAGECLAIM, ASYNC, body), deadline);
    if (reply.status() != 201) {
      throw new ProbeException(reply.refusal(handle));
    }
    reply.object();
  }

  /** Unpacks an archive in a volume. */
  void streamIn(CheckHandle handle, byte[] tar, CallDeadline deadline) throws ProbeException {
    String path = volume(handle) + "/stream-in?path=.";
    WorkerHttpRequest request =
        WorkerHttpRequest.put(
            Tunnel.Server.BAGGAGECLAIM, path, WorkerHttpRequest.RequestBody.tar(tar));
    WorkerHttpReply reply = http.call(request, deadline);
    switch (reply.status()) {
      case 204 -> {}
      case 404 -> throw swept("the volume was gone when something was streamed into it");
      default -> throw new ProbeException(reply.refusal(handle));
    }
  }

  private static ProbeException swept(String detail) {
    return new ProbeException(new Finding.FailureSeen(FailureCause.SWEPT, detail));
  }

  /** Waits for the volume and says where it is on the worker. */
  String await(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    Duration rest = FIRST_REST;
    while (!deadline.passed()) {
      WorkerHttpReply reply =
          http.call(WorkerHttpRequest.get(Tunnel.Server.BAGGAGECLAIM, promise(handle)), deadline);
      switch (reply.status()) {
        case 200 -> {
          return path(reply, handle);
        }
        case 204 -> {
          cancellation.rest(shorter(rest, deadline.left()));
          rest = shorter(rest.multipliedBy(3).dividedBy(2), LONGEST_REST);
        }
        case 404 -> throw swept("the worker forgot that it makes the volume");
        case 422 -> throw swept("the volume that was to be copied was gone");
        default -> throw new ProbeException(reply.refusal(handle));
      }
    }
    throw new ProbeException(
        new Finding.NoAnswer(FailureCause.TIMED_OUT, "the volume is still being made", true));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static String path(WorkerHttpReply reply, CheckHandle handle) throws ProbeException {
    if (!reply.string("handle").equals(handle.value())) {
      throw ProbeException.badAnswer("another volume was made: " + reply.string("handle"));
    }
    String path = reply.string("path");
    if (!isAbsolute(path) || path.length() > MAX_PATH || !isPrintable(path)) {
      throw ProbeException.badAnswer("not an absolute path: '" + path + "'");
    }
    JsonNode privileged = reply.object().path("privileged");
    if (privileged.isBoolean() && privileged.booleanValue()) {
      throw ProbeException.badAnswer("the volume is privileged, which was not asked for");
    }
    return path;
  }

  /** Also on Windows, where a path begins with a drive. */
  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || DRIVE.matcher(path).lookingAt();
  }

  private static boolean isPrintable(String path) {
    return path.codePoints().noneMatch(Character::isISOControl);
  }

  /**
   * Calls the making of a volume off, or has it forgotten when it is done.
   *
   * @return whether the worker knew of it
   */
  boolean forget(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.delete(Tunnel.Server.BAGGAGECLAIM, promise(handle)), deadline);
    return switch (reply.status()) {
      case 204 -> true;
      case 404 -> false;
      default -> throw new ProbeException(reply.refusal(handle));
    };
  }

  boolean exists(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.get(Tunnel.Server.BAGGAGECLAIM, volume(handle)), deadline);
    return switch (reply.status()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw new ProbeException(reply.refusal(handle));
    };
  }

  Removal destroy(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    WorkerHttpReply reply =
        http.call(WorkerHttpRequest.delete(Tunnel.Server.BAGGAGECLAIM, volume(handle)), deadline);
    return switch (reply.status()) {
      case 204 -> Removal.REMOVED;
      case 404 -> Removal.ABSENT;
      default -> throw new ProbeException(reply.refusal(handle));
    };
  }

  private static String promise(CheckHandle handle) {
    return ASYNC + "/" + handle;
  }

  private static String volume(CheckHandle handle) {
    return VOLUMES + "/" + handle;
  }
}
