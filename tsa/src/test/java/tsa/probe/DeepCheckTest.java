package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.Prober;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;

/** Single checks of a worker that misbehaves in one answer. */
class DeepCheckTest {
  private static final String RUN = "POST /containers/HANDLE/processes";
  private static final String RUN_HEAD = "HTTP/1.0 201 Created\r\n\r\n";

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

  @Test
  void aHealthyWorkerIsAskedInThisOrder() {
    CheckReport report = check();
    assertThat(report.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(report.problem()).isNull();
    assertThat(report.steps())
        .extracting(CheckReport.Step::step)
        .containsExactly(
            CheckStep.PING,
            CheckStep.CAPACITY,
            CheckStep.CREATE_VOLUME,
            CheckStep.CREATE_CONTAINER,
            CheckStep.RUN,
            CheckStep.DESTROY_CONTAINER,
            CheckStep.DESTROY_VOLUME);
    assertThat(worker.requests())
        .containsExactly(
            "GET /ping",
            "GET /capacity",
            "GET /containers",
            "POST /volumes-async",
            "GET /volumes-async/HANDLE",
            "DELETE /volumes-async/HANDLE",
            "POST /containers",
            RUN,
            "PUT /containers/HANDLE/stop",
            "DELETE /containers/HANDLE",
            "DELETE /volumes/HANDLE");
    assertThat(probing.journal.struck()).hasSize(1);
    assertThat(probing.journal.size()).isZero();
  }

  @Test
  void eachCheckHasAFreshHandle() {
    check();
    check();
    assertThat(probing.journal.struck()).hasSize(2).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ping, PING",
    "GET /capacity, CAPACITY",
    "GET /containers, CAPACITY",
    "POST /volumes-async, CREATE_VOLUME",
    "GET /volumes-async/HANDLE, CREATE_VOLUME",
    "POST /containers, CREATE_CONTAINER",
    "POST /containers/HANDLE/processes, RUN",
    "PUT /containers/HANDLE/stop, RUN"
  })
  void garbageIsABadAnswer(String request, CheckStep step) {
    worker.on(request, "\u0000\u0001 SSH-2.0-garbage \r\n\r\n");
    assertProblem(check(), Verdict.FAILING, step, FailureCause.BAD_ANSWER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /ping | PING | 200 | [] ",
        "GET /ping | PING | 200 | pong",
        "GET /capacity | CAPACITY | 200 | 7",
        "GET /capacity | CAPACITY | 200 | {\"max_containers\":\"many\"}",
        "GET /containers | CAPACITY | 200 | {\"Handles\":7}",
        "POST /volumes-async | CREATE_VOLUME | 201 | <html>",
        "GET /volumes-async/HANDLE | CREATE_VOLUME | 200 | {\"handle\":7}",
        "GET /volumes-async/HANDLE | CREATE_VOLUME | 200 | {\"handle\":\"other\",\"path\":\"/v\"}",
        "POST /containers | CREATE_CONTAINER | 200 | {\"Handle\":\"other\"}",
        "POST /containers | CREATE_CONTAINER | 200 | {\"Handle\":[]}"
      })
  void answersOfAnotherShapeAreBad(String request, CheckStep step, int status, String body) {
    worker.on(request, status, body);
    CheckReport report = check();
    assertProblem(report, Verdict.FAILING, step, FailureCause.BAD_ANSWER);
    if (step.compareTo(CheckStep.CREATE_VOLUME) >= 0) {
      assertThat(worker.requests()).contains("DELETE /volumes/HANDLE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"v/relative\"", "\"\"", "null", "\"/v/\\u0000x\"", "[\"/v\"]"})
  void aVolumeIsAtAnAbsolutePath(String path) {
    worker.on("GET /volumes-async/HANDLE", 200, "{\"handle\":\"HANDLE\",\"path\":" + path + "}");
    assertProblem(check(), Verdict.FAILING, CheckStep.CREATE_VOLUME, FailureCause.BAD_ANSWER);
    assertThat(worker.requests()).doesNotContain("POST /containers");
  }

  @Test
  void aSilentServerIsOutOfReach() {
    worker.hangOn("GET /ping").hangOn("GET /health-check");
    CheckReport report = shortCheck();
    assertProblem(report, Verdict.UNREACHABLE, CheckStep.PING, FailureCause.TIMED_OUT);
    assertThat(report.problem().detail())
        .matches(
            "no whole answer within \\d+ ms; nor was a light call to the same server right after");
    assertThat(probing.journal.struck()).isEmpty();
  }

  @Test
  void aServerThatAnswersAllButOneCallIsIll() {
    worker.hangOn("GET /ping");
    CheckReport report = shortCheck();
    assertProblem(report, Verdict.FAILING, CheckStep.PING, FailureCause.TIMED_OUT);
    assertThat(report.problem().detail())
        .endsWith("; a light call to the same server right after was answered");
  }

  @Test
  void aSessionThatEndsMeanwhileIsAConnectivityProblem() {
    worker.on("POST /containers", out -> worker.close());
    CheckReport report = check();
    assertThat(report.verdict()).isEqualTo(Verdict.UNREACHABLE);
    assertThat(probing.journal.size()).isEqualTo(1);
    assertThat(probing.journal.problems().getFirst()).contains("the session is gone");
  }

  @Test
  void aCreateThatWasNotAnsweredIsNotForgotten() {
    String gone = ScriptedWorker.gardenError("ContainerNotFoundError", "unknown handle");
    worker.hangOn("POST /containers").on("DELETE /containers/HANDLE", 404, gone);
    assertProblem(
        shortCheck(), Verdict.FAILING, CheckStep.CREATE_CONTAINER, FailureCause.TIMED_OUT);
    assertThat(probing.journal.size()).isEqualTo(1);
    assertThat(probing.journal.problems())
        .containsExactly("a create was not answered; what it makes may yet appear");
  }

  @Test
  void aCreateThatWasNotAnsweredButUndoneIsOver() {
    worker.hangOn("POST /containers");
    shortCheck();
    assertThat(probing.journal.size()).isZero();
    assertThat(worker.requests()).endsWith("DELETE /containers/HANDLE", "DELETE /volumes/HANDLE");
  }

  @Test
  void aVolumeStillInTheMakingIsCalledOff() {
    worker
        .on("GET /volumes-async/HANDLE", "HTTP/1.1 204 No Content\r\n\r\n")
        .on("DELETE /volumes/HANDLE", 404, "{\"error\":\"failed to destroy volume\"}");
    assertProblem(shortCheck(), Verdict.FAILING, CheckStep.CREATE_VOLUME, FailureCause.TIMED_OUT);
    assertThat(worker.requests())
        .endsWith("GET /health-check", "DELETE /volumes-async/HANDLE", "DELETE /volumes/HANDLE");
    assertThat(probing.journal.size()).isZero();
  }

  @Test
  void aVolumeTheServerForgotWasSwept() {
    worker.on("GET /volumes-async/HANDLE", 404, "");
    assertProblem(check(), Verdict.INCONCLUSIVE, CheckStep.CREATE_VOLUME, FailureCause.SWEPT);
  }

  @Test
  void aContainerWithoutItsVolumeWasSwept() {
    worker
        .on(
            "POST /containers",
            500,
            ScriptedWorker.gardenError("", "starting task: stat /v: no such file or directory"))
        .on("GET /volumes/HANDLE", 404, "{\"error\":\"failed to get volume\"}");
    assertProblem(check(), Verdict.INCONCLUSIVE, CheckStep.CREATE_CONTAINER, FailureCause.SWEPT);
  }

  @Test
  void aContainerThatCannotSeeItsVolumeIsIll() {
    worker.on(
        "POST /containers",
        500,
        ScriptedWorker.gardenError("", "starting task: stat /v: no such file or directory"));
    assertProblem(check(), Verdict.FAILING, CheckStep.CREATE_CONTAINER, FailureCause.ERROR_ANSWER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"process_id\":\"p\"}$ | CLOSED",
        "{\"process_id\":\"p\"}${\"process_id\":\"p\",\"error\":\"runc: gone\"}$ | NOT_EXECUTED",
        "{\"process_id\":\"p\"}${\"process_id\":\"p\",\"exit_status\":139}$ | NOT_EXECUTED",
        "{\"error\":7}$ | BAD_ANSWER",
        "{\"process_id\":7}$ | BAD_ANSWER",
        "{\"process_id\":\"p\"}$not json$ | BAD_ANSWER",
        "{\"process_id\":\"p\"}$7$ | BAD_ANSWER"
      })
  void runsThatDoNotEndAsTheyShould(String lines, FailureCause cause) {
    worker.on(RUN, RUN_HEAD + lines.replace("$", "\n"));
    worker.on("GET /containers", 200, "{\"Handles\":[\"HANDLE\"]}"); // so nobody swept it
    assertProblem(check(), Verdict.FAILING, CheckStep.RUN, cause);
  }

  @Test
  void aRunThatEndsBecauseItsContainerIsGoneWasSwept() {
    worker.on(RUN, RUN_HEAD + "{\"process_id\":\"p\"}\n");
    assertProblem(check(), Verdict.INCONCLUSIVE, CheckStep.RUN, FailureCause.SWEPT);
  }

  @Test
  void aProcessThatNeverEndsWasNotExecuted() {
    worker.on(
        RUN,
        out -> {
          ScriptedWorker.write(out, RUN_HEAD + "{\"process_id\":\"p\"}\n");
          new CountDownLatch(1).await();
        });
    assertProblem(shortCheck(), Verdict.FAILING, CheckStep.RUN, FailureCause.NOT_EXECUTED);
  }

  @Test
  void aProgramThatIsNotThereWasLookedForInTheContainer() {
    worker.on(
        RUN,
        500,
        ScriptedWorker.gardenError(
            "", "proc start: exec failed: stat /tmp/gdn-init: no such file or directory"));
    assertThat(check().verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void whatIsGoneWhenItIsToBeDestroyedIsFine() {
    worker
        .on(
            "DELETE /containers/HANDLE",
            404,
            ScriptedWorker.gardenError("ContainerNotFoundError", "unknown handle"))
        .on("DELETE /volumes/HANDLE", 404, "{\"error\":\"failed to destroy volume\"}");
    assertThat(check().verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(probing.journal.size()).isZero();
  }

  @Test
  void aContainerThatCannotBeDestroyedStaysWrittenDown() {
    worker.on(
        "DELETE /containers/HANDLE",
        500,
        ScriptedWorker.gardenError("", "device or resource busy"));
    assertProblem(check(), Verdict.FAILING, CheckStep.DESTROY_CONTAINER, FailureCause.ERROR_ANSWER);
    assertThat(probing.journal.problems())
        .containsExactly("container: status 500: device or resource busy");
    assertThat(worker.requests()).endsWith("DELETE /volumes/HANDLE");
  }

  @Test
  void hugeAndUglyMessagesAreShortened() {
    worker.on(
        "POST /containers",
        500,
        ScriptedWorker.gardenError("", "\\u001b[31m" + "x".repeat(50_000)));
    CheckReport report = check();
    assertThat(report.problem().detail()).hasSize(DetailText.MAX).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"15000, HEALTHY", "15001, DEGRADED"})
  void rightButSlowIsDegraded(long millis, Verdict verdict) {
    AtomicLong now = new AtomicLong();
    worker
        .before("POST /containers", () -> now.addAndGet(Duration.ofSeconds(8).toNanos()))
        .before(
            "DELETE /volumes/HANDLE",
            () -> now.addAndGet(Duration.ofMillis(millis - 8000).toNanos()));
    try (TunnelProber prober = Probing.prober(Probing.LIGHT, probing.journal, now::get)) {
      CheckReport report =
          Probing.await(
              prober.check(Probing.target(worker), Duration.ofSeconds(30), Prober.Depth.AS_DUE));
      assertThat(report.verdict()).isEqualTo(verdict);
      assertThat(report.problem())
          .isEqualTo(
              verdict == Verdict.HEALTHY
                  ? null
                  : new CheckReport.Problem(
                      CheckStep.CREATE_CONTAINER,
                      FailureCause.SLOW,
                      "15s of 30s in all, 8s of it here"));
    }
  }

  @Test
  void theTimeOfOurOwnStoreIsNotTheWorkers() {
    AtomicLong now = new AtomicLong();
    ResidueJournal slow =
        new ForwardingJournal(probing.journal) {
          @Override
          void beforeJournal() {
            now.addAndGet(Duration.ofMinutes(5).toNanos());
          }
        };
    try (TunnelProber prober = Probing.prober(Probing.LIGHT, slow, now::get)) {
      CheckReport report =
          Probing.await(
              prober.check(Probing.target(worker), Duration.ofSeconds(30), Prober.Depth.AS_DUE));
      assertThat(report.verdict()).isEqualTo(Verdict.HEALTHY);
    }
  }

  @Test
  void nothingIsMadeThatIsNotWrittenDown() {
    ResidueJournal broken =
        new ForwardingJournal(probing.journal) {
          @Override
          void beforeJournal() {
            throw new StoreException("no store", new IOException("refused"));
          }
        };
    try (TunnelProber prober = Probing.prober(Probing.LIGHT, broken)) {
      CheckReport report =
          Probing.await(prober.check(Probing.target(worker), Probing.AMPLE, Prober.Depth.AS_DUE));
      assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(report.problem().cause()).isEqualTo(FailureCause.CANCELLED);
    }
    assertThat(worker.requests()).containsExactly("GET /ping", "GET /capacity", "GET /containers");
  }

  private CheckReport check() {
    return probing.check(worker, Probing.AMPLE);
  }

  private CheckReport shortCheck() {
    return probing.check(worker, Probing.SHORT);
  }

  private static void assertProblem(
      CheckReport report, Verdict verdict, CheckStep step, FailureCause cause) {
    assertThat(report.problem()).as(report.toString()).isNotNull();
    assertThat(report.problem().step()).as(report.toString()).isEqualTo(step);
    assertThat(report.problem().cause()).as(report.toString()).isEqualTo(cause);
    assertThat(report.verdict()).isEqualTo(verdict);
    assertThat(report.steps().getLast().problem()).isEqualTo(report.problem());
  }
}
