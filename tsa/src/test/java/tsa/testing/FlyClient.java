package tsa.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The logic of fly, as far as workers go: what it asks, in which order, what it makes of the
 * answers, and what it tells its user (docs/protocol/fly.md). Not thread-safe.
 */
public final class FlyClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-.*)?");
  private static final String JSON_BODY = "Content-Type: application/json\r\n";
  private static final String SCOPE = "openid profile email federated:id groups";
  private static final String LAND_83 =
      """
      {"addr":"","baggageclaim_url":"","active_containers":0,"active_volumes":0,"active_tasks":0,\
      "max_active_tasks":0,"resource_types":null,"platform":"","tags":null,"team":"%s","name":"",\
      "version":"","start_time":0,"ephemeral":false,"state":""}\
      """;

  private final int port;
  private final String version;
  private String authorization = "";

  /** What fly prints after {@code error:}. */
  public static final class FlyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FlyException(String message) {
      super(message);
    }
  }

  private record FlyResponse(int status, String reason, String contentType, String body) {
    boolean good() {
      return status >= 200 && status < 300;
    }
  }

  /** A fly of that version against a server on this machine. */
  public FlyClient(int port, String version) {
    this.port = port;
    this.version = version;
  }

  private FlyResponse send(String method, String path, String headers, String body) {
    String request =
        body.isEmpty() && method.equals("GET")
            ? RawHttp.request(method, path, headers)
            : RawHttp.request(method, path, headers, body);
    String answer = RawHttp.exchange(port, request);
    Matcher type = Pattern.compile("\r\nContent-Type: ([^\r;]*)").matcher(answer);
    String[] line = answer.substring(0, answer.indexOf("\r\n")).split(" ", 3);
    return new FlyResponse(
        Integer.parseInt(line[1]), line[2], type.find() ? type.group(1) : "", RawHttp.body(answer));
  }

  private String bearer() {
    return authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";
  }

  private FlyResponse api(String method, String path, String body) {
    return send(method, path, bearer() + (method.equals("PUT") ? JSON_BODY : ""), body);
  }

  /** What go-concourse makes of an answer that is not good. */
  private static FlyException failure(FlyResponse answer) {
    return switch (answer.status()) {
      case 401 -> new FlyException("not authorized. run the following to log in:");
      case 403 -> new FlyException("forbidden: " + answer.body());
      case 404 -> new FlyException(notFound(answer.body()));
      default ->
          new FlyException(
              "Unexpected Response\nStatus: %d %s\nBody: %s"
                  .formatted(answer.status(), answer.reason(), answer.body()));
    };
  }

  private static String notFound(String body) {
    List<String> details = new ArrayList<>();
    JSON.readTree(body).path("errors").forEach(e -> details.add(e.path("detail").asString()));
    return details.isEmpty() ? "resource not found" : String.join(" ", details);
  }

  /** {@code fly login -u USER -p PASSWORD -n TEAM}; prints {@code target saved}. */
  public void login(String user, String password, String team) {
    authorization = "";
    info();
    authorization = passwordGrant(user, password);
    FlyResponse me = api("GET", "/api/v1/user", "");
    if (!me.good()) {
      throw failure(me);
    }
    JsonNode who = JSON.readTree(me.body());
    if (who.path("is_admin").booleanValue()) {
      checkTeamExists(team);
    } else if (!who.path("teams").has(team)) {
      throw new FlyException(
          "you are not a member of '%s' or the team does not exist".formatted(team));
    }
  }

  private void checkTeamExists(String team) {
    FlyResponse teams = api("GET", "/api/v1/teams", "");
    if (!teams.good()) {
      throw failure(teams);
    }
    boolean there = false;
    for (JsonNode one : JSON.readTree(teams.body())) {
      there |= one.path("name").asString().equals(team);
    }
    if (!there) {
      throw new FlyException("team '%s' does not exist".formatted(team));
    }
  }

  /** First with the client in the header, and after any failure once more with it in the form. */
  private String passwordGrant(String user, String password) {
    String form =
        "grant_type=password&password=%s&scope=%s&username=%s"
            .formatted(encoded(password), encoded(SCOPE), encoded(user));
    String type = "Content-Type: application/x-www-form-urlencoded\r\n";
    String basic = Base64.getEncoder().encodeToString("fly:Zmx5".getBytes(UTF_8));
    FlyResponse answer =
        send("POST", "/sky/issuer/token", "Authorization: Basic " + basic + "\r\n" + type, form);
    if (!answer.good()) {
      answer = send("POST", "/sky/issuer/token", type, "client_id=fly&client_secret=Zmx5&" + form);
    }
    return token(answer);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** As golang.org/x/oauth2 reads it. */
  private static String token(FlyResponse answer) {
    boolean json = answer.contentType().equals("application/json");
    if (!json) {
      throw new FlyException(
          "oauth2: cannot fetch token: %d %s\nResponse: %s"
              .formatted(answer.status(), answer.reason(), answer.body()));
    }
    JsonNode body = JSON.readTree(answer.body());
    if (body.has("error")) {
      throw new FlyException(
          "oauth2: \"%s\" \"%s\""
              .formatted(
                  body.path("error").asString(), body.path("error_description").asString("")));
    }
    if (body.path("access_token").asString("").isEmpty()) {
      throw new FlyException("oauth2: server response missing access_token");
    }
    String type = body.path("token_type").asString();
    return (type.equalsIgnoreCase("bearer") ? "Bearer" : type)
        + " "
        + body.path("access_token").asString();
  }

  private Matcher info() {
    FlyResponse info = api("GET", "/api/v1/info", "");
    if (!info.good()) {
      throw failure(info);
    }
    Matcher theirs = VERSION.matcher(JSON.readTree(info.body()).path("version").asString());
    if (!theirs.matches()) {
      throw new FlyException("Malformed version: " + info.body());
    }
    return theirs;
  }

  private void validateVersion() {
    Matcher theirs = info();
    Matcher ours = VERSION.matcher(version);
    if (!ours.matches()
        || !ours.group(1).equals(theirs.group(1))
        || !ours.group(2).equals(theirs.group(2))) {
      throw new FlyException("cowardly refusing to run due to significant version discrepancy");
    }
  }

  /** {@code fly status}. */
  public String status() {
    if (authorization.isEmpty()) {
      throw new FlyException("logged out");
    }
    FlyResponse me = api("GET", "/api/v1/user", "");
    return me.good() ? "logged in successfully" : "please login again.";
  }

  /** {@code fly workers}: names with states, by name. */
  public List<String> workers() {
    validateVersion();
    return list().stream()
        .map(worker -> worker.path("name").asString() + " " + worker.path("state").asString())
        .sorted()
        .toList();
  }

  private List<JsonNode> list() {
    FlyResponse answer = api("GET", "/api/v1/workers", "");
    if (!answer.good()) {
      throw failure(answer);
    }
    return JSON.readTree(answer.body()).valueStream().collect(Collectors.toList());
  }

  /** {@code fly prune-worker -w NAME}. */
  public String prune(String name) {
    validateVersion();
    return pruneNow(name);
  }

  private String pruneNow(String name) {
    FlyResponse answer = api("PUT", "/api/v1/workers/" + name + "/prune", "");
    if (answer.status() == 400) {
      throw new FlyException(JSON.readTree(answer.body()).path("stderr").asString());
    }
    if (!answer.good()) {
      throw failure(answer);
    }
    return "pruned '" + name + "'";
  }

  /** {@code fly prune-worker --all-stalled}: one after the other, up to the first error. */
  public List<String> pruneAllStalled() {
    validateVersion();
    List<String> printed = new ArrayList<>();
    for (JsonNode worker : list()) {
      if (worker.path("state").asString().equals("stalled")) {
        printed.add(pruneNow(worker.path("name").asString()));
      }
    }
    return printed.isEmpty() ? List.of("WARNING: No stalled workers found.") : printed;
  }

  /** {@code fly land-worker -w NAME}; from 8.3 on it looks the worker's team up first. */
  public String land(String name) {
    validateVersion();
    String body = version.startsWith("8.2.") ? "" : LAND_83.formatted(teamOf(name));
    FlyResponse answer = api("PUT", "/api/v1/workers/" + name + "/land", body);
    if (!answer.good()) {
      throw failure(answer);
    }
    return "landed '" + name + "'";
  }

  private String teamOf(String name) {
    return list().stream()
        .filter(worker -> worker.path("name").asString().equals(name))
        .map(worker -> worker.path("team").asString())
        .findFirst()
        .orElse("");
  }

  /** {@code fly logout}: Go quotes the value of the cookie, because it has a blank. */
  public String logout() {
    String stored = authorization.replaceFirst("^Bearer", "bearer");
    FlyResponse answer =
        send("GET", "/sky/logout", "Cookie: skymarshal_auth=\"%s\"\r\n".formatted(stored), "");
    if (answer.status() != 200) {
      throw new FlyException("failed to log out: " + answer.status());
    }
    authorization = "Bearer";
    return "logged out of target: t";
  }
}
