package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.CheckStep.CAPACITY;
import static tsa.lifecycle.CheckStep.CREATE_CONTAINER;
import static tsa.lifecycle.CheckStep.CREATE_VOLUME;
import static tsa.lifecycle.CheckStep.DESTROY_CONTAINER;
import static tsa.lifecycle.CheckStep.DESTROY_VOLUME;
import static tsa.lifecycle.CheckStep.PING;
import static tsa.lifecycle.CheckStep.RUN;
import static tsa.lifecycle.CheckStep.STREAM_IN;
import static tsa.lifecycle.FailureCause.BAD_ANSWER;
import static tsa.lifecycle.FailureCause.CANCELLED;
import static tsa.lifecycle.FailureCause.CLOSED;
import static tsa.lifecycle.FailureCause.DISK;
import static tsa.lifecycle.FailureCause.ERROR_ANSWER;
import static tsa.lifecycle.FailureCause.FULL;
import static tsa.lifecycle.FailureCause.NOT_CONNECTED;
import static tsa.lifecycle.FailureCause.NOT_EXECUTED;
import static tsa.lifecycle.FailureCause.READ_ONLY;
import static tsa.lifecycle.FailureCause.RUNTIME_DOWN;
import static tsa.lifecycle.FailureCause.SWEPT;
import static tsa.lifecycle.FailureCause.TIMED_OUT;
import static tsa.lifecycle.Verdict.FAILING;
import static tsa.lifecycle.Verdict.INCONCLUSIVE;
import static tsa.lifecycle.Verdict.SATURATED;
import static tsa.lifecycle.Verdict.UNREACHABLE;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.worker.CheckHandle;

class ClassificationTest {
  private static final CheckHandle OURS = Probing.handle(1);

  /**
   * Real texts, from docs/protocol/worker-apis.md#starting-a-container,
   * docs/protocol/worker-apis.md#faults-and-how-they-look and from a worker with containerd 1.6.
   */
  static Stream<Arguments> answers() {
    return Stream.of(
        answer(
            PING,
            "getting containerd version: rpc error: code = Unavailable desc = connection error",
            FAILING,
            RUNTIME_DOWN),
        answer(CAPACITY, "list containers: connection error: desc", FAILING, RUNTIME_DOWN),
        answer(CAPACITY, "list containers: context deadline exceeded", FAILING, RUNTIME_DOWN),
        answer(
            CREATE_CONTAINER,
            "new container: checking container capacity: max containers reached",
            SATURATED,
            FULL),
        answer(CREATE_CONTAINER, "insufficient subnets remaining in the pool", SATURATED, FULL),
        answer(
            CREATE_CONTAINER,
            "starting task: network add: cni net setup: plugin type=\"bridge\" failed (add): "
                + "failed to allocate for range 0: no IP addresses available in range set",
            SATURATED,
            FULL),
        answer(
            CREATE_CONTAINER,
            "starting task: network add: cni net setup: failed to find plugin \"bridge\"",
            FAILING,
            ERROR_ANSWER),
        answer(
            CREATE_CONTAINER,
            "starting task: new task: error mounting \"proc\": mkdirat: read-only file system",
            FAILING,
            READ_ONLY),
        answer(
            CREATE_CONTAINER,
            "new container: container \"" + OURS + "\": already exists",
            INCONCLUSIVE,
            ERROR_ANSWER),
        answer(
            CREATE_CONTAINER,
            "starting task: new task: container \"" + OURS + "\": not found: unknown",
            INCONCLUSIVE,
            SWEPT),
        answer(
            CREATE_CONTAINER,
            "starting task: new task: failed to start shim: exec: \"containerd-shim-runc-v2\": "
                + "executable file not found in $PATH: not found",
            FAILING,
            ERROR_ANSWER),
        answer(
            RUN,
            "get container: container \"" + OURS + "\" in namespace \"concourse\": not found",
            INCONCLUSIVE,
            SWEPT),
        answer(RUN, "proc start: OCI runtime exec failed: exec failed", FAILING, NOT_EXECUTED),
        answer(DESTROY_CONTAINER, "stop: failed to stop", FAILING, ERROR_ANSWER),
        answer(CREATE_VOLUME, "failed to create volume", FAILING, DISK),
        answer(CREATE_VOLUME, "promise already exists in list", INCONCLUSIVE, ERROR_ANSWER),
        answer(STREAM_IN, "failed to stream in to volume", FAILING, DISK),
        answer(DESTROY_VOLUME, "failed to destroy volume", FAILING, DISK));
  }

  private static Arguments answer(
      CheckStep step, String message, Verdict verdict, FailureCause cause) {
    return Arguments.of(step, message, verdict, cause);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void errorAnswersAreToldApart(
      CheckStep step, String message, Verdict verdict, FailureCause cause) {
    String body = WorkerApiJson.MAPPER.createObjectNode().put("Message", message).toString();
    Finding finding = new WorkerHttpReply(500, body.getBytes(StandardCharsets.UTF_8)).refusal(OURS);
    assertThat(Classification.of(step, finding, true))
        .isEqualTo(new Classification.Classified(verdict, cause));
    assertThat(Classification.needsSecondLook(step, finding)).isFalse();
  }

  @Test
  void aTypedNotFoundIsSweptButAnUnknownPathIsNot() {
    Finding typed = refusal(404, ScriptedWorker.gardenError("ContainerNotFoundError", "unknown"));
    Finding path = refusal(404, "404 page not found\n");
    assertThat(Classification.of(RUN, typed, true).cause()).isEqualTo(SWEPT);
    assertThat(Classification.of(RUN, path, true))
        .isEqualTo(new Classification.Classified(INCONCLUSIVE, ERROR_ANSWER));
  }

  @Test
  void aWordThatFitsCountsInServerErrorsOnly() {
    Finding asked = refusal(400, "read-only file system");
    assertThat(Classification.of(CREATE_CONTAINER, asked, true))
        .isEqualTo(new Classification.Classified(INCONCLUSIVE, ERROR_ANSWER));
  }

  @ParameterizedTest
  @EnumSource(CheckStep.class)
  void redirectsComeFromNoWorker(CheckStep step) {
    assertThat(Classification.of(step, refusal(302, ""), true))
        .isEqualTo(new Classification.Classified(FAILING, BAD_ANSWER));
  }

  @ParameterizedTest
  @EnumSource(CheckStep.class)
  void silenceIsAConnectivityProblem(CheckStep step) {
    assertThat(silent(step, NOT_CONNECTED, true))
        .isEqualTo(new Classification.Classified(UNREACHABLE, NOT_CONNECTED));
    assertThat(silent(step, TIMED_OUT, false))
        .isEqualTo(new Classification.Classified(UNREACHABLE, TIMED_OUT));
    assertThat(silent(step, CLOSED, false))
        .isEqualTo(new Classification.Classified(UNREACHABLE, CLOSED));
    assertThat(silent(step, CANCELLED, false))
        .isEqualTo(new Classification.Classified(INCONCLUSIVE, CANCELLED));
  }

  @ParameterizedTest
  @EnumSource(CheckStep.class)
  void silenceOfOneCallAloneIsTheWorkersOwn(CheckStep step) {
    Finding late = new Finding.NoAnswer(TIMED_OUT, "", true);
    assertThat(Classification.needsSecondLook(step, late)).isTrue();
    assertThat(Classification.of(step, late, true))
        .isEqualTo(new Classification.Classified(FAILING, step == RUN ? NOT_EXECUTED : TIMED_OUT));
    assertThat(silent(step, CLOSED, true).verdict())
        .isEqualTo(step == PING ? UNREACHABLE : FAILING);
  }

  @ParameterizedTest
  @EnumSource(CheckStep.class)
  void everyAnswerHasAClassificationAndKeepsItsCause(CheckStep step) {
    for (int status = 200; status < 1000; status++) {
      Classification.Classified classified = Classification.of(step, refusal(status, "x"), true);
      boolean tar = step == STREAM_IN && status == 400; // whatever unpacking fails for
      boolean ours = status >= 400 && status < 500 && !tar;
      assertThat(classified.verdict()).isEqualTo(ours ? INCONCLUSIVE : FAILING);
    }
  }

  @Test
  void aListThatFailsSaysWhy() {
    assertThat(Classification.ofList(Tunnel.Server.BAGGAGECLAIM, refusal(500, "failed to list")))
        .isEqualTo(DISK);
    assertThat(Classification.ofList(Tunnel.Server.GARDEN, refusal(500, "connection error")))
        .isEqualTo(RUNTIME_DOWN);
    assertThat(Classification.ofList(Tunnel.Server.GARDEN, refusal(500, "what?")))
        .isEqualTo(ERROR_ANSWER);
  }

  private static Classification.Classified silent(
      CheckStep step, FailureCause cause, boolean answersSince) {
    return Classification.of(step, new Finding.NoAnswer(cause, "", true), answersSince);
  }

  private static Finding refusal(int status, String body) {
    return new WorkerHttpReply(status, body.getBytes(StandardCharsets.UTF_8)).refusal(OURS);
  }
}
