package tsa.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * A name that one team had and another has now: the old history stays with the old team. Here delta
 * was a worker of main, was pruned, and is one of team-b; victor is of main alone, mary of both.
 */
class TakenOverTest {
  private static final String DELTA = "/api/v1/workers/delta";
  private static final WorkerName NAME = new WorkerName("delta");
  private static final Incarnation FIRST = new Incarnation(1);
  private static final UUID GATEWAY = new UUID(0, 1);

  private final ApiRig rig = new ApiRig();

  private void happensToMain(String by) {
    Reason reason = Reason.of(ReasonCode.PRUNED, "by", by, "why", "old");
    rig.history()
        .write(
            new Event(
                NAME,
                Event.Kind.STATE,
                WorkerState.STALLED,
                null,
                reason,
                by,
                FIRST,
                GATEWAY,
                new OwningTeam("main")));
    rig.history()
        .write(
            NAME,
            new OwningTeam("main"),
            FIRST,
            GATEWAY,
            History.CheckKind.ASKED,
            ApiRig.failingCheck());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String get(String token, String path) {
    return RawHttp.exchange(
        rig.port(),
        RawHttp.request("GET", path, ApiRig.bearer(token) + "Accept: application/json\r\n"));
  }

  @Test
  void eachTeamReadsItsOwnPart() {
    happensToMain("ann-of-main");
    assertThat(RawHttp.body(get(ApiRig.VIEWER, DELTA + "/events")))
        .contains("ann-of-main")
        .doesNotContain("\"to\":\"running\"");
    assertThat(RawHttp.body(get(ApiRig.OWNER_OF_B, DELTA + "/events")))
        .contains("\"to\":\"running\"")
        .doesNotContain("ann-of-main");
    assertThat(RawHttp.body(get(ApiRig.ADMIN, DELTA + "/events")))
        .contains("ann-of-main", "\"to\":\"running\"");
  }

  @Test
  void soItIsWithItsChecks() {
    happensToMain("ann-of-main");
    assertThat(RawHttp.body(get(ApiRig.VIEWER, DELTA + "/checks"))).containsOnlyOnce("\"verdict\"");
    assertThat(RawHttp.body(get(ApiRig.OWNER_OF_B, DELTA + "/checks")))
        .contains("\"verdict\"")
        .doesNotContain("\"incarnation\":1,");
    assertThat(RawHttp.body(get(ApiRig.OWNER_OF_B, DELTA)))
        .as("the last check, too, is of its own machine")
        .doesNotContain("\"kind\":\"asked\"");
    assertThat(RawHttp.body(get(ApiRig.ADMIN, DELTA))).contains("\"kind\":\"asked\"");
  }

  @Test
  void soItIsWithThePageOfAllWorkers() {
    happensToMain("ann-of-main");
    assertThat(RawHttp.body(get(ApiRig.VIEWER, "/api/v1/events"))).contains("ann-of-main");
    assertThat(RawHttp.body(get(ApiRig.OWNER_OF_B, "/api/v1/events")))
        .contains("\"worker\":\"delta\"")
        .doesNotContain("ann-of-main");
  }

  /** Whose it was says the event: the row is gone, or another's, when it is sent. */
  @Test
  void soItIsWithTheStream() throws IOException {
    happensToMain("ann-of-main");
    happensToMain("last-of-main");
    String main = streamUpTo(ApiRig.VIEWER, "last-of-main");
    assertThat(main).contains("ann-of-main");
    rig.history()
        .write(
            new Event(
                NAME,
                Event.Kind.ENDED,
                null,
                null,
                Reason.of(ReasonCode.WORKER_LEFT),
                "last-of-b",
                FIRST,
                GATEWAY,
                new OwningTeam("team-b")));
    assertThat(streamUpTo(ApiRig.OWNER_OF_B, "last-of-b"))
        .contains("\"to\":\"running\"")
        .doesNotContain("-of-main");
  }

  private String streamUpTo(String token, String last) throws IOException {
    try (Socket socket = RawHttp.open(rig.port())) {
      String request =
          "GET /api/v1/events?after=0 HTTP/1.1\r\nHost: t\r\n" + ApiRig.bearer(token) + "\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      StringBuilder read = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        read.append(line).append('\n');
        if (line.contains(last)) {
          return read.toString();
        }
      }
      throw new AssertionError("the stream ended without " + last + ": " + read);
    }
  }
}
