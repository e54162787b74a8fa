package tsa.api.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tsa.testing.Patience.eventually;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.api.access.Principal;
import tsa.api.access.Role;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiSettings;
import tsa.api.http.ClientInfo;
import tsa.api.http.PerCallerLimit;
import tsa.api.http.RefusedException;
import tsa.testing.ApiRig;
import tsa.testing.Golden;
import tsa.testing.Patience;
import tsa.testing.RawHttp;
import tsa.testing.Slowness;

/** The stream of events as a client sees it. */
class EventStreamTest {
  private static final ApiSettings.HttpLimits HASTY =
      new ApiSettings.HttpLimits(
          Slowness.scaled(Duration.ofMillis(500)), 1000, 2000, 200, Patience.LIMIT);

  private final ApiRig rig = new ApiRig(HASTY);
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    rig.close();
  }

  private BufferedReader stream(String token, String query, String headers) throws IOException {
    Socket socket = RawHttp.open(rig.port());
    open.add(socket);
    String request =
        "GET /api/v1/events%s HTTP/1.1\r\nHost: tsa.test\r\n%s%s\r\n"
            .formatted(query, ApiRig.bearer(token), headers);
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** The next lines up to an empty one that holds such a line; chunk sizes are left out. */
  private static List<String> next(BufferedReader in, String beginning) throws IOException {
    List<String> frame = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        if (frame.stream().anyMatch(said -> said.startsWith(beginning))) {
          return frame;
        }
        frame.clear();
      } else if (!line.matches("[0-9a-fA-F]{1,4}")) {
        frame.add(line);
      }
    }
    throw new AssertionError("the stream ended without " + beginning + "; last: " + frame);
  }

  private static String id(List<String> frame) {
    return frame.stream().filter(l -> l.startsWith("id: ")).findFirst().orElseThrow().substring(4);
  }

  private void land(String name) {
    assertThat(RawHttp.status(rig.admin("PUT", "/api/v1/workers/" + name + "/land")))
        .isEqualTo(200);
  }

  @Test
  void aChangeIsToldAsItHappens() throws IOException {
    BufferedReader in = stream(ApiRig.ADMIN, "", "");
    next(in, "retry: ");
    land("golf");
    List<String> frame = next(in, "data: ");
    String shown = String.join("\n", frame).replaceFirst("id: \\d+", "id: *");
    Golden.assertMatches(
        "api/event-stream.txt", shown.replaceFirst("\"id\":\\d+", "\"id\":0") + "\n");
  }

  @Test
  void whoComesBackGoesOnWhereTheyWere() throws IOException {
    BufferedReader first = stream(ApiRig.ADMIN, "", "");
    next(first, "retry: ");
    land("golf");
    String seen = id(next(first, "data: "));
    land("alpha");
    land("bravo");

    BufferedReader again = stream(ApiRig.ADMIN, "?after=0", "Last-Event-ID: " + seen + "\r\n");
    assertThat(next(again, "data: ")).anyMatch(line -> line.contains("\"worker\":\"alpha\""));
    assertThat(next(again, "data: ")).anyMatch(line -> line.contains("\"worker\":\"bravo\""));
    BufferedReader all = stream(ApiRig.ADMIN, "?after=0", "");
    long last = 0;
    for (int i = 0; i < 5; i++) {
      long id = Long.parseLong(id(next(all, "data: ")));
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Test
  void aFilterLetsThroughWhatItSays() throws IOException {
    BufferedReader in = stream(ApiRig.ADMIN, "?worker=bravo&kind=state", "");
    BufferedReader team = stream(ApiRig.ADMIN, "?team=main", "");
    next(in, "retry: ");
    next(team, "retry: ");
    land("alpha");
    assertThat(RawHttp.status(rig.admin("PUT", "/api/v1/workers/bravo/retire"))).isEqualTo(200);
    assertThat(next(in, "data: ")).anyMatch(line -> line.contains("\"worker\":\"bravo\""));
    assertThat(next(team, "data: ")).anyMatch(line -> line.contains("\"worker\":\"bravo\""));
  }

  @Test
  void ofWorkersOfOtherTeamsNothingIsTold() throws IOException {
    BufferedReader in = stream(ApiRig.VIEWER, "", "");
    next(in, "retry: ");
    assertThat(RawHttp.status(rig.admin("PUT", "/api/v1/workers/delta/retire"))).isEqualTo(200);
    land("alpha");
    assertThat(next(in, "data: "))
        .as("delta, of another team, came first")
        .anyMatch(line -> line.contains("\"worker\":\"alpha\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?after=-1", "?after=x", "?kind=explosion", "?worker=a%20b"})
  void whatCannotBeIsRefused(String query) {
    assertThat(RawHttp.status(rig.admin("GET", "/api/v1/events" + query))).isEqualTo(400);
  }

  /** The database was restored: the client knows ids that are still to come. */
  @ParameterizedTest
  @ValueSource(longs = {1, 500, 1_000_000})
  void aPlaceThatTheHistoryDoesNotHaveIsToldAndNothingIsLostFromThenOn(long ahead)
      throws IOException {
    long newest = rig.history().written().getLast().id();
    BufferedReader in = stream(ApiRig.ADMIN, "", "Last-Event-ID: " + (newest + ahead) + "\r\n");
    assertThat(id(next(in, ": the history does not reach that id"))).isEqualTo("" + newest);
    land("alpha");
    assertThat(next(in, "data: ")).anyMatch(line -> line.contains("\"worker\":\"alpha\""));
  }

  @Test
  void whoeverHasNoRightGetsNoStream() {
    String answer =
        RawHttp.exchange(
            rig.port(), RawHttp.request("GET", "/api/v1/events", ApiRig.bearer(ApiRig.OUTSIDER)));
    assertThat(RawHttp.status(answer)).isEqualTo(403);
  }

  /** The server must neither wait for it nor keep anything for it. */
  @Test
  void aClientThatDoesNotReadIsCut() throws IOException {
    Socket lazy = RawHttp.open(rig.port());
    open.add(lazy);
    lazy.getOutputStream()
        .write(
            "GET /api/v1/events?after=0 HTTP/1.1\r\nHost: t\r\n%s\r\n"
                .formatted(ApiRig.bearer(ApiRig.ADMIN))
                .getBytes(UTF_8));
    eventually().until(() -> rig.streams() == 1);
    rig.manyEvents(60_000);
    eventually("it is cut").until(() -> rig.streams() == 0);
  }

  @Test
  void nobodyHasMoreThanTheirShareOfStreams() throws IOException {
    int each = EventStream.Limits.DEFAULT.each();
    for (int i = 0; i < each; i++) {
      next(stream(ApiRig.VIEWER, "", ""), "retry: ");
    }
    String answer =
        RawHttp.exchange(
            rig.port(), RawHttp.request("GET", "/api/v1/events", ApiRig.bearer(ApiRig.VIEWER)));
    assertThat(RawHttp.status(answer)).isEqualTo(429);
    assertThat(answer).contains("Retry-After: 10");
    next(stream(ApiRig.MEMBER, "", ""), "retry: ");
  }

  /** None of these is read: each keeps its place. */
  @Test
  void moreClientsThanThereIsRoomForAreSentAway() {
    EventStream.Limits limits =
        new EventStream.Limits(
            3, 2, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    EventStream stream = new EventStream(rig.feed(), () -> 0, limits);
    stream.open(by("mary"));
    stream.open(by("mary"));
    assertThat(refusedFor(stream, "mary")).isEqualTo(429);
    stream.open(by("victor"));
    assertThat(refusedFor(stream, "victor")).isEqualTo(503);
    assertThat(stream.clients()).isEqualTo(3);
  }

  @Test
  void aShareThatIsGivenBackIsFree() {
    PerCallerLimit perCaller = new PerCallerLimit(1);
    Principal mary = by("mary").principal();
    PerCallerLimit.Permit permit = perCaller.tryAcquire(mary).orElseThrow();
    assertThat(perCaller.tryAcquire(mary)).isEmpty();
    assertThat(perCaller.tryAcquire(Principal.admin("mary")))
        .as("another, of the same name")
        .isPresent();
    permit.close();
    permit.close();
    assertThat(perCaller.callers()).as("nobody is remembered for nothing").isEqualTo(1);
    assertThat(perCaller.tryAcquire(mary)).isPresent();
    assertThat(perCaller.tryAcquire(mary)).isEmpty();
  }

  private static int refusedFor(EventStream stream, String user) {
    return catchThrowableOfType(RefusedException.class, () -> stream.open(by(user))).status();
  }

  private static ApiRequest by(String user) {
    Principal caller = new Principal(user, false, Map.of("main", Role.VIEWER));
    return new ApiRequest("", Map.of(), caller, "", "", new ClientInfo("", "", "", ""), "");
  }

  @Test
  void aStopEndsTheStream() throws IOException {
    BufferedReader in = stream(ApiRig.ADMIN, "", "");
    next(in, "retry: ");
    Thread stop = Thread.ofVirtual().start(rig::close);
    next(in, ": this gateway is stopping");
    assertThat(in.lines().filter(line -> line.contains(":"))).as("what comes after it").isEmpty();
    eventually().until(() -> !stop.isAlive());
  }
}
