package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.control.port.Prober;
import tsa.lab.simulator.Fault;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;

/** What a thorough check asks for, and what a worker can answer to that. */
class ThoroughCheckTest {
  private static final String STREAM_IN = "PUT /volumes/HANDLE/stream-in?path=.";

  private final Probing probing = Probing.thorough();
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
  void aCopyIsMadeOfAWrittenVolumeAndDestroyedBeforeIt() {
    CheckReport report = check();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.HEALTHY);
    assertThat(worker.requests())
        .containsExactly(
            "GET /ping",
            "GET /capacity",
            "GET /containers",
            "POST /volumes-async",
            "GET /volumes-async/HANDLE",
            "DELETE /volumes-async/HANDLE",
            STREAM_IN,
            "POST /volumes-async",
            "GET /volumes-async/HANDLE",
            "DELETE /volumes-async/HANDLE",
            "POST /containers",
            "POST /containers/HANDLE/processes",
            "PUT /containers/HANDLE/stop",
            "DELETE /containers/HANDLE",
            "DELETE /volumes/HANDLE",
            "DELETE /volumes/HANDLE");
    assertThat(probing.journal.struck()).hasSize(2);
    assertThat(CheckHandles.isChild(probing.journal.struck().getFirst())).isTrue();
  }

  @Test
  void theNextCheckIsALightOneAndKnowsTheBackend() {
    check();
    int before = worker.requests().size();
    check();
    assertThat(worker.requests().subList(before, worker.requests().size()))
        .doesNotContain(STREAM_IN, "GET /capacity")
        .contains("GET /containers");
  }

  @Test
  void whoeverAsksForAThoroughCheckGetsOneAtOnce() {
    check();
    int before = worker.requests().size();
    Probing.await(
        probing.prober.check(Probing.target(worker), Probing.AMPLE, Prober.Depth.THOROUGH));
    assertThat(worker.requests().subList(before, worker.requests().size())).contains(STREAM_IN);
  }

  @ParameterizedTest
  @CsvSource({
    "400, FAILING, DISK",
    "403, INCONCLUSIVE, ERROR_ANSWER",
    "404, INCONCLUSIVE, SWEPT",
    "500, FAILING, DISK",
    "200, FAILING, BAD_ANSWER"
  })
  void streamsThatAreRefused(int status, Verdict verdict, FailureCause cause) {
    worker.on(STREAM_IN, status, "{\"error\":\"failed to stream in to volume\"}");
    assertProblem(check(), verdict, CheckStep.STREAM_IN, cause);
    assertThat(worker.requests()).contains("DELETE /volumes/HANDLE");
    assertThat(probing.journal.size()).isZero();
  }

  @Test
  void aRefusalThatComesBeforeEverythingWasSentIsHeard() throws IOException {
    try (SimulatedTunnel simulated = SimulatedTunnel.containerd().with(Fault.NEARLY_FULL_DISK)) {
      CheckReport report = probing.check(simulated, Probing.AMPLE);
      assertProblem(report, Verdict.FAILING, CheckStep.STREAM_IN, FailureCause.DISK);
      assertThat(report.problem().detail()).isEqualTo("status 400: failed to stream in to volume");
    }
  }

  @Test
  void aVolumeThatWasSweptBeforeItWasCopiedSaysNothing() {
    worker.before(
        STREAM_IN,
        () ->
            worker.on("GET /volumes-async/HANDLE", 422, "{\"error\":\"failed to create volume\"}"));
    assertProblem(check(), Verdict.INCONCLUSIVE, CheckStep.CHILD_VOLUME, FailureCause.SWEPT);
  }

  @Test
  void whatWindowsCallsAbsoluteIsFineWhereNoContainerStandsOnIt() {
    String path = "C:\\\\concourse\\\\volumes\\\\live\\\\x\\\\volume";
    worker
        .on("GET /capacity", 200, "{}")
        .on("GET /volumes-async/HANDLE", 200, volumeAt(path))
        .on(
            "POST /containers/HANDLE/processes",
            500,
            ScriptedWorker.gardenError(
                "", "exec: \\\"true\\\": executable file not found in %PATH%"));
    CheckReport report = check();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void noContainerIsMadeAtAPathThatIsNotOneOfUnix() {
    worker.on("GET /volumes-async/HANDLE", 200, volumeAt("C:\\\\volumes\\\\x"));
    assertProblem(check(), Verdict.FAILING, CheckStep.CREATE_CONTAINER, FailureCause.BAD_ANSWER);
    assertThat(worker.requests()).doesNotContain("POST /containers");
  }

  /** Of whatever handle is asked for: a name that is not checked here. */
  private static String volumeAt(String path) {
    return "{\"handle\":\"HANDLE\",\"path\":\"" + path + "\"}";
  }

  private CheckReport check() {
    return probing.check(worker, Probing.AMPLE);
  }

  private static void assertProblem(
      CheckReport report, Verdict verdict, CheckStep step, FailureCause cause) {
    assertThat(report.problem()).as(report.toString()).isNotNull();
    assertThat(report.problem().step()).as(report.toString()).isEqualTo(step);
    assertThat(report.problem().cause()).as(report.toString()).isEqualTo(cause);
    assertThat(report.verdict()).isEqualTo(verdict);
  }
}
