package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.Prober;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;

/** Answers whose bytes are no UTF-8: classified and shown, never an exception. */
class ForeignEncodingTest {
  private final Probing probing = new Probing();
  private ScriptedWorker worker;

  @BeforeEach
  void start() throws IOException {
    worker = new ScriptedWorker();
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    probing.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "GET /ping | PING | 200 | {\"a\":\"\u00ff\u00fe\"}",
        "GET /capacity | CAPACITY | 200 | {\"\u00ff\":1}",
        "GET /containers | CAPACITY | 200 | {\"Handles\":[\"\u00ff\"]}",
        "GET /volumes-async/HANDLE | CREATE_VOLUME | 200 | {\"path\":\"/\u00ff\"}",
        "POST /containers | CREATE_CONTAINER | 200 | {\"Handle\":\"\u00ff\"}"
      })
  void anAnswerIsBad(String request, CheckStep step, int status, String body) {
    worker.on(request, latin(status, body));
    CheckReport report = check();
    assertProblem(report, step, FailureCause.BAD_ANSWER);
    assertThat(report.problem().detail()).containsAnyOf("not JSON", "UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff\u00fe\u009b31m",
        "{\"Type\":\"\",\"Message\":\"\u00ff\"}",
        "{\"Type\":\u00ff"
      })
  void anErrorIsShownAsFarAsItGoes(String body) {
    worker.on("POST /containers", latin(500, body));
    CheckReport report = check();
    assertProblem(report, CheckStep.CREATE_CONTAINER, FailureCause.ERROR_ANSWER);
    assertThat(report.problem().detail()).startsWith("status 500").doesNotContain("\u009b");
    assertThat(worker.requests()).endsWith("DELETE /containers/HANDLE", "DELETE /volumes/HANDLE");
  }

  @Test
  void aListIsMissed() {
    worker.on("GET /volumes", latin(200, "[{\"handle\":\"\u00ff\"}]"));
    assertThat(probing.heartbeat(worker, Probing.AMPLE))
        .isInstanceOfSatisfying(
            Prober.HeartbeatResult.Missed.class,
            missed -> {
              assertThat(missed.server()).isEqualTo(Tunnel.Server.BAGGAGECLAIM);
              assertThat(missed.cause()).isEqualTo(FailureCause.BAD_ANSWER);
              assertThat(missed.answered()).isTrue();
            });
  }

  /** In ISO 8859-1, in which bytes above 127 stand alone, as they never do in UTF-8. */
  private static ScriptedWorker.Script latin(int status, String body) {
    return out -> {
      String head = "HTTP/1.1 " + status + " Some\r\nContent-Length: " + body.length();
      out.write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    };
  }

  private CheckReport check() {
    return probing.check(worker, Probing.AMPLE);
  }

  private static void assertProblem(CheckReport report, CheckStep step, FailureCause cause) {
    assertThat(report.problem()).as(report.toString()).isNotNull();
    assertThat(report.problem().step()).as(report.toString()).isEqualTo(step);
    assertThat(report.problem().cause()).as(report.toString()).isEqualTo(cause);
    assertThat(report.verdict()).isEqualTo(Verdict.FAILING);
  }
}
