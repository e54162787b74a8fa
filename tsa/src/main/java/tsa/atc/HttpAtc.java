package tsa.atc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tsa.control.port.Atc;
import tsa.control.port.Ticker;
import tsa.worker.GoDuration;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** An ATC over HTTP. Thread-safe. */
public final class HttpAtc implements Atc, AutoCloseable {
  private static final String WORKERS = "/api/v1/workers";

  /** Most handles that are taken of one answer, and the longest of them. */
  private static final int MOST_HANDLES = 100_000;

  private static final int LONGEST_HANDLE = 255;

  private final AtcHttp http;
  private final AtcTokens tokens;
  private final String clientId;

  /** For the ATC of those settings; asks for nothing yet. */
  public HttpAtc(AtcSettings settings, Ticker ticker) {
    this.http = new AtcHttp(settings);
    this.tokens = new AtcTokens(settings, http, ticker);
    this.clientId = settings.clientId();
  }

  private interface AtcExchange {
    AtcReply run() throws AtcException;
  }

  /** A worker without an address: whoever may register at all is told that it lacks one. */
  @Override
  public Answer ping() {
    return answer(
        () -> call("POST", WORKERS + "?ttl=1m", "{}"),
        reply -> reply.status() == 400 ? new Answer.Accepted(Optional.empty()) : odd(reply));
  }

  @Override
  public Answer register(AtcWorker worker, WorkerState state, @Nullable Duration ttl) {
    String query = ttl == null ? "" : "?ttl=" + GoDuration.print(ttl);
    return answer(
        () -> call("POST", WORKERS + query, AtcWorkerJson.of(worker, state)),
        reply -> {
          if (reply.isDone()) {
            return new Answer.Accepted(Optional.of(state));
          }
          return switch (reply.status()) {
            case 400 -> refused(worker.registration().name(), reply);
            case 500 ->
                new Answer.Rejected(
                    reply.from()
                        + " does not take the worker "
                        + worker.registration().name()
                        + ": another worker has its address "
                        + worker.address().garden()
                        + ", or its name is another team's, or the ATC is in trouble; see its log");
            default -> odd(reply);
          };
        });
  }

  @Override
  public Answer heartbeat(AtcWorker worker, Duration ttl) {
    WorkerName name = worker.registration().name();
    String path = path(name, "/heartbeat?ttl=" + GoDuration.print(ttl));
    return answer(
        () -> call("PUT", path, AtcWorkerJson.of(worker, null)),
        reply ->
            reply.status() == 200
                ? new Answer.Accepted(row(reply), address(reply))
                : notDone(name, reply));
  }

  private static Optional<WorkerState> row(AtcReply reply) {
    return field(reply, "state")
        .flatMap(WorkerState::ofWord)
        .filter(state -> state != WorkerState.RETIRED);
  }

  private static Optional<String> address(AtcReply reply) {
    return field(reply, "addr");
  }

  private static Optional<String> field(AtcReply reply, String name) {
    try {
      return Optional.of(AtcWorkerJson.field(reply.body(), name)).filter(text -> !text.isEmpty());
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** A 404 of something in between is no word of the ATC's. */
  private static Answer missing(AtcReply reply) {
    return reply.isOfAtc() ? new Answer.NotFound() : odd(reply);
  }

  @Override
  public Answer land(WorkerName name, @Nullable String team) {
    return drain(name, "/land", team, WorkerState.LANDING);
  }

  @Override
  public Answer retire(WorkerName name, @Nullable String team) {
    return drain(name, "/retire", team, WorkerState.RETIRING);
  }

  private Answer drain(WorkerName name, String act, @Nullable String team, WorkerState state) {
    return answer(
        () -> call("PUT", path(name, act), AtcWorkerJson.team(team)),
        reply -> reply.isDone() ? new Answer.Accepted(Optional.of(state)) : notDone(name, reply));
  }

  private static Answer notDone(WorkerName name, AtcReply reply) {
    return switch (reply.status()) {
      case 404 -> missing(reply);
      case 400 -> refused(name, reply);
      default -> odd(reply);
    };
  }

  /** Of a worker that it does not know an ATC answers 500, and to pruning it 404. */
  @Override
  public Answer delete(WorkerName name, @Nullable String team) {
    Answer deleted =
        answer(() -> call("DELETE", path(name, ""), AtcWorkerJson.team(team)), HttpAtc::done);
    return deleted instanceof Answer.Unavailable trouble ? prune(name, team, trouble) : deleted;
  }

  private Answer prune(WorkerName name, @Nullable String team, Answer.Unavailable trouble) {
    Answer pruned =
        answer(() -> call("PUT", path(name, "/prune"), AtcWorkerJson.team(team)), HttpAtc::done);
    return pruned.trouble().isEmpty() ? pruned : trouble;
  }

  private static Answer done(AtcReply reply) {
    if (reply.isDone()) {
      return new Answer.Accepted(Optional.empty());
    }
    return reply.status() == 404 ? missing(reply) : odd(reply);
  }

  @Override
  public Answer report(WorkerName name, ObjectKind kind, List<String> handles) {
    String path = objects(kind) + "/report?worker_name=" + encode(name);
    return answer(
        () -> call("PUT", path, AtcWorkerJson.JSON.writeValueAsString(handles)), HttpAtc::done);
  }

  @Override
  public Destroying destroying(WorkerName name, ObjectKind kind) {
    List<String> handles = new ArrayList<>();
    Answer answer =
        answer(
            () -> call("GET", objects(kind) + "/destroying?worker_name=" + encode(name), null),
            reply -> reply.isDone() ? listed(reply, handles) : done(reply));
    return new Destroying(answer, handles);
  }

  private static Answer listed(AtcReply reply, List<String> into) {
    try {
      JsonNode json = AtcWorkerJson.JSON.readTree(reply.body());
      if (json != null && json.isArray() && json.size() <= MOST_HANDLES) {
        for (JsonNode handle : json) {
          String text = handle.asString("");
          if (text.isEmpty() || text.length() > LONGEST_HANDLE) {
            return odd(reply);
          }
          into.add(text);
        }
        return new Answer.Accepted(Optional.empty());
      }
      return json != null && json.isNull() ? new Answer.Accepted(Optional.empty()) : odd(reply);
    } catch (JacksonException notJson) {
      return odd(reply);
    }
  }

  private Answer answer(AtcExchange exchange, Function<AtcReply, Answer> meaning) {
    try {
      AtcReply reply = exchange.run();
      return reply.status() == 403
          ? new Answer.Rejected(
              reply.from()
                  + " does not take the client "
                  + clientId
                  + " for a gateway: start its web nodes with --system-claim-value "
                  + clientId)
          : meaning.apply(reply);
    } catch (AtcException e) {
      String problem = String.valueOf(e.getMessage());
      return e.isPassing() ? new Answer.Unavailable(problem) : new Answer.Rejected(problem);
    }
  }

  private AtcReply call(String method, String path, @Nullable String json) throws AtcException {
    String token = tokens.token(null);
    AtcReply reply = call(method, path, json, token);
    if (reply.status() != 401) {
      return reply;
    }
    AtcReply second = call(method, path, json, tokens.token(token));
    if (second.status() == 401) {
      throw new AtcException(second.from() + " does not take the token that it gave out", true);
    }
    return second;
  }

  private AtcReply call(String method, String path, @Nullable String json, String token)
      throws AtcException {
    HttpRequest.BodyPublisher body =
        json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
    return http.ask(node ->
        HttpRequest.newBuilder(URI.create(node + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body));
  }

  private static Answer refused(WorkerName name, AtcReply reply) {
    return new Answer.Rejected(
        reply.from() + " refuses the worker " + name + " as it is: " + reply.quote());
  }

  private static Answer odd(AtcReply reply) {
    return new Answer.Unavailable(
        reply.from() + " answers " + reply.status() + " " + reply.quote());
  }

  private static String path(WorkerName name, String rest) {
    return WORKERS + "/" + encode(name) + rest;
  }

  private static String objects(ObjectKind kind) {
    return "/api/v1/" + kind.word();
  }

  private static String encode(WorkerName name) {
    return URLEncoder.encode(name.value(), UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
