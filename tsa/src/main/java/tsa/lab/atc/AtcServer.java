package tsa.lab.atc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tsa.lab.simulator.http.ConnectionGate;
import tsa.lab.simulator.http.HttpEngine;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;
import tsa.lab.simulator.http.ServerRouter;
import tsa.lab.simulator.http.TcpListener;
import tsa.worker.GoDuration;
import tsa.worker.WorkerState;

/**
 * A {@link SimulatedAtc} over HTTP on the loopback, as gateways ask it (docs/protocol/atc.md). Can
 * be told to be away, or to forget its tokens. Thread-safe.
 */
public final class AtcServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LIFE = 86_399;
  private static final int MOST_CONNECTIONS = 1000;

  private final SimulatedAtc atc;
  private final String client;
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final AtomicInteger tokensGiven = new AtomicInteger();
  private final HttpEngine engine;
  private final TcpListener listener;
  private volatile boolean away;
  private volatile boolean system = true;

  /**
   * Starts it.
   *
   * @param port 0 for any free one
   * @param clientId the client that is given a token
   * @param secret its secret
   * @param clock for the {@code Date} of answers
   */
  public AtcServer(SimulatedAtc atc, int port, String clientId, String secret, InstantSource clock)
      throws IOException {
    this.atc = atc;
    this.client = clientId + ":" + secret;
    this.engine = new HttpEngine("atc", routes(), ConnectionGate.OPEN, clock, MOST_CONNECTIONS);
    this.listener = TcpListener.start(engine, port);
  }

  private ServerRouter routes() {
    return new ServerRouter()
        .add("POST", "/sky/issuer/token", this::token)
        .add("POST", "/api/v1/workers", authorized(this::register))
        .add("PUT", "/api/v1/workers/:name/heartbeat", authorized(this::heartbeat))
        .add("PUT", "/api/v1/workers/:name/land", owned(atc::land))
        .add("PUT", "/api/v1/workers/:name/retire", owned(atc::retire))
        .add("PUT", "/api/v1/workers/:name/prune", owned(atc::prune))
        .add("DELETE", "/api/v1/workers/:name", owned(atc::delete))
        .add("PUT", "/api/v1/containers/report", authorized(r -> report(r, "containers")))
        .add("PUT", "/api/v1/volumes/report", authorized(r -> report(r, "volumes")))
        .add("GET", "/api/v1/containers/destroying", authorized(r -> destroying(r, "containers")))
        .add("GET", "/api/v1/volumes/destroying", authorized(r -> destroying(r, "volumes")));
  }

  /** Where it is. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.address().getPort());
  }

  /** Whether it answers as a balancer does whose nodes are all away. */
  public void away(boolean yes) {
    away = yes;
  }

  /** Forgets the tokens it gave out, as a web node that was started anew with another database. */
  public void forgetTokens() {
    tokens.clear();
  }

  /** Whether it takes the client for a gateway. */
  public void system(boolean yes) {
    system = yes;
  }

  /** How many tokens it has given out. */
  public int tokensGiven() {
    return tokensGiven.get();
  }

  private ServerResponse token(ServerRequest request) throws IOException {
    if (away) {
      return ServerResponse.plainError(503, "no node is there");
    }
    String expected = "Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8));
    String form = new String(request.bytes(), UTF_8);
    if (!request.header("Authorization").equals(expected)
        || !form.contains("grant_type=client_credentials")) {
      return json(401, JSON.createObjectNode().put("error", "invalid_client"));
    }
    String token = "token-" + tokensGiven.incrementAndGet();
    tokens.add(token);
    ObjectNode answer = JSON.createObjectNode();
    return json(
        200, answer.put("access_token", token).put("token_type", "bearer").put("expires_in", LIFE));
  }

  private ServerHandler authorized(ServerHandler handler) {
    return request -> {
      if (away) {
        return ServerResponse.plainError(503, "no node is there");
      }
      String header = request.header("Authorization");
      if (!header.startsWith("Bearer ") || !tokens.contains(header.substring(7))) {
        return ServerResponse.plainError(401, "not authorized");
      }
      ServerResponse answer =
          system ? handler.handle(request) : ServerResponse.plainError(403, "forbidden");
      return answer.with("X-Concourse-Version", "8.2.5");
    };
  }

  /** Newer ATCs want to be told whose the worker is, and older ones do not read it. */
  private ServerHandler owned(ToIntFunction<String> act) {
    return authorized(request -> {
      String name = request.param("name");
      JsonNode body = parsed(request);
      if (body == null) {
        return ServerResponse.empty(400);
      }
      boolean others = atc.row(name).isPresent() && !atc.isOf(name, text(body, "team"));
      return ServerResponse.empty(others ? 400 : act.applyAsInt(name));
    });
  }

  private ServerResponse register(ServerRequest request) throws IOException {
    JsonNode body = parsed(request);
    if (body == null) {
      return ServerResponse.empty(400);
    }
    try {
      return ServerResponse.empty(atc.register(advertised(body), ttl(request)));
    } catch (IllegalArgumentException malformed) {
      return ServerResponse.plainError(400, "malformed ttl");
    }
  }

  private static SimulatedAtc.Advertised advertised(JsonNode body) {
    return new SimulatedAtc.Advertised(
        text(body, "name"),
        text(body, "team"),
        text(body, "addr"),
        text(body, "state"),
        body.path("ephemeral").asBoolean(false),
        text(body, "version"));
  }

  private ServerResponse heartbeat(ServerRequest request) throws IOException {
    String name = request.param("name");
    if (parsed(request) == null) {
      return ServerResponse.empty(400);
    }
    int status = atc.heartbeat(name, ttl(request));
    WorkerState state = atc.state(name);
    return status != 200 || state == null
        ? ServerResponse.empty(status)
        : json(
            200,
            JSON.createObjectNode()
                .put("name", name)
                .put("addr", atc.row(name).map(SimulatedAtc.WorkerRow::address).orElse(""))
                .put("state", state.word()));
  }

  private ServerResponse report(ServerRequest request, String kind) throws IOException {
    List<String> handles = new ArrayList<>();
    JsonNode body = parsed(request);
    if (body == null || !body.isArray()) {
      return ServerResponse.empty(400);
    }
    body.forEach(handle -> handles.add(handle.asString("")));
    return ServerResponse.empty(atc.report(request.queryValue("worker_name"), kind, handles));
  }

  /** Of volumes it answers {@code null} when there are none. */
  private ServerResponse destroying(ServerRequest request, String kind) {
    List<String> handles = atc.destroying(request.queryValue("worker_name"), kind);
    String body =
        handles.isEmpty() && kind.equals("volumes") ? "null" : JSON.writeValueAsString(handles);
    return ServerResponse.of(200, "application/json", body.getBytes(UTF_8));
  }

  private static @Nullable JsonNode parsed(ServerRequest request) throws IOException {
    if (request.header("Content-Type").startsWith("application/x-www-form-urlencoded")) {
      return null; // it is eaten before the handler reads it
    }
    try {
      JsonNode body = JSON.readTree(request.bytes());
      return body == null || body.isMissingNode() ? null : body;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private static String text(JsonNode body, String field) {
    return body.path(field).asString("");
  }

  private static @Nullable Duration ttl(ServerRequest request) {
    String ttl = request.queryValue("ttl");
    return ttl.isEmpty() ? null : GoDuration.parse(ttl);
  }

  private static ServerResponse json(int status, JsonNode body) {
    return ServerResponse.of(status, "application/json", body.toString().getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    engine.close();
  }
}
