package tsa.api.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.RefusedException;
import tsa.api.view.JsonViews;
import tsa.control.Caller;
import tsa.control.RequestOutcome;
import tsa.control.WorkerRequests;
import tsa.lifecycle.Reason;
import tsa.lifecycle.Request;
import tsa.wire.ActionJson;
import tsa.wire.OutcomeJson;
import tsa.worker.WorkerName;

/** Routes by which people ask for something: land, retire, prune, delete, cordon. */
public final class WorkerActionRoutes {
  private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

  private static final Set<String> PARAMETERS = Set.of("reason", "within", "dry_run");

  private final WorkerRequests requests;
  private final WorkerLookup lookup;
  private final CachedWorkerList list;

  public WorkerActionRoutes(WorkerRequests requests, WorkerLookup lookup, CachedWorkerList list) {
    this.requests = requests;
    this.lookup = lookup;
    this.list = list;
  }

  /** Answers a request for that. */
  public ApiResponse ask(ApiRequest request, Request.Action what) {
    request.requireOnly(PARAMETERS);
    WorkerName name = request.worker();
    ActionJson body = request.ask();
    Caller caller = lookup.caller(request, body);
    boolean dry = request.flag("dry_run");
    Request.Submitted submitted =
        new Request.Submitted(what, caller.name(), request.why(body), within(request, what));
    RequestOutcome outcome =
        dry ? requests.rehearse(name, submitted, caller) : requests.ask(name, submitted, caller);
    list.changed();
    return switch (outcome) {
      case RequestOutcome.Done done -> accepted(request, dry ? "would" : "done", done.reason());
      case RequestOutcome.Already already -> accepted(request, "already", already.reason());
      case RequestOutcome.Refused refused -> throw refused(name, what, refused.reason());
      case RequestOutcome.Unknown _ -> throw lookup.unknown(request, name);
      case RequestOutcome.Forbidden _ -> throw RefusedException.forbidden();
      case RequestOutcome.Contended _ ->
          throw RefusedException.of(
              409, "worker '" + name + "' is being changed by others; try again");
    };
  }

  /** Concourse answers 400 when it refuses to prune, and fly knows that text; else we name it. */
  private static RefusedException refused(WorkerName name, Request.Action what, Reason reason) {
    return what == Request.Action.PRUNE
        ? RefusedException.of(400, reason.sentence(), reason)
        : RefusedException.of(409, "worker '" + name + "' " + reason.sentence(), reason);
  }

  private static ApiResponse accepted(ApiRequest request, String word, Reason reason) {
    return request.acceptsByName("application/json")
        ? ApiResponse.json(new OutcomeJson(word, JsonViews.reason(reason)))
        : ApiResponse.empty();
  }

  /** How long a drain may last, in seconds: {@code ?within=600}; the rules bound it further. */
  private static @Nullable Duration within(ApiRequest request, Request.Action what) {
    Optional<Long> seconds = request.number("within", LONGEST_DRAIN.toSeconds());
    if (seconds.isPresent() && what != Request.Action.LAND && what != Request.Action.RETIRE) {
      throw RefusedException.of(400, "within goes with land and retire only");
    }
    return seconds.map(Duration::ofSeconds).orElse(null);
  }
}
