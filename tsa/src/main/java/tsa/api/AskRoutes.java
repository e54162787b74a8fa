package tsa.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tsa.control.Caller;
import tsa.control.Outcome;
import tsa.control.Requests;
import tsa.lifecycle.Asked;
import tsa.lifecycle.Reason;
import tsa.wire.AskJson;
import tsa.wire.OutcomeJson;
import tsa.worker.WorkerName;

/** Routes by which people ask for something: land, retire, prune, delete, cordon. */
final class AskRoutes {
  private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

  private static final Set<String> PARAMETERS = Set.of("reason", "within", "dry_run");

  private final Requests requests;
  private final Lookup lookup;
  private final SharedList list;

  AskRoutes(Requests requests, Lookup lookup, SharedList list) {
    this.requests = requests;
    this.lookup = lookup;
    this.list = list;
  }

  /** Answers a request for that. */
  Answer ask(Call call, Asked.What what) {
    call.requireOnly(PARAMETERS);
    WorkerName name = call.worker();
    AskJson body = call.ask();
    Caller caller = lookup.caller(call, body);
    boolean dry = call.flag("dry_run");
    Asked.Request request =
        new Asked.Request(what, caller.name(), call.why(body), within(call, what));
    Outcome outcome =
        dry ? requests.rehearse(name, request, caller) : requests.ask(name, request, caller);
    list.changed();
    return switch (outcome) {
      case Outcome.Done done -> accepted(call, dry ? "would" : "done", done.reason());
      case Outcome.Already already -> accepted(call, "already", already.reason());
      case Outcome.Refused refused -> throw refused(name, what, refused.reason());
      case Outcome.Unknown _ -> throw lookup.unknown(call, name);
      case Outcome.Forbidden _ -> throw Refusal.forbidden();
      case Outcome.Contended _ ->
          throw Refusal.of(409, "worker '" + name + "' is being changed by others; try again");
    };
  }

  /** Concourse answers 400 when it refuses to prune, and fly knows that text; else we name it. */
  private static Refusal refused(WorkerName name, Asked.What what, Reason reason) {
    return what == Asked.What.PRUNE
        ? Refusal.of(400, reason.sentence(), reason)
        : Refusal.of(409, "worker '" + name + "' " + reason.sentence(), reason);
  }

  private static Answer accepted(Call call, String word, Reason reason) {
    return call.acceptsByName("application/json")
        ? Answer.json(new OutcomeJson(word, Views.reason(reason)))
        : Answer.empty();
  }

  /** How long a drain may last, in seconds: {@code ?within=600}; the rules bound it further. */
  private static @Nullable Duration within(Call call, Asked.What what) {
    Optional<Long> seconds = call.number("within", LONGEST_DRAIN.toSeconds());
    if (seconds.isPresent() && what != Asked.What.LAND && what != Asked.What.RETIRE) {
      throw Refusal.of(400, "within goes with land and retire only");
    }
    return seconds.map(Duration::ofSeconds).orElse(null);
  }
}
