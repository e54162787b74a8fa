package tsa.api.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tsa.api.http.ApiSettings;
import tsa.control.port.Event;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.testing.ApiRig;
import tsa.testing.FakeRegistrations;
import tsa.testing.RawHttp;
import tsa.worker.WorkerName;

/** The ends a check can come to, other than its own. */
class DeepCheckRouteTest {
  private final ApiRig rig =
      new ApiRig(
          new ApiSettings.HttpLimits(
              Duration.ofSeconds(10), 1000, 2000, 100, Duration.ofMillis(200)));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aCheckThatDoesNotEndGoesOnWithoutUs() {
    CompletableFuture<CheckReport> endless = new CompletableFuture<>();
    rig.registrations().check("alpha", endless);
    String answer = rig.admin("PUT", "/api/v1/workers/alpha/check");
    assertThat(RawHttp.status(answer)).isEqualTo(504);
    assertThat(RawHttp.body(answer)).contains("it goes on");
    assertThat(endless).isNotDone();
  }

  @Test
  void aCheckThatIsCalledOffSaysSo() {
    CompletableFuture<CheckReport> off = new CompletableFuture<>();
    off.cancel(false);
    rig.registrations().check("alpha", off);
    assertThat(RawHttp.status(rig.admin("PUT", "/api/v1/workers/alpha/check"))).isEqualTo(503);
  }

  /** A session that ends answers with a check that has no steps. */
  @Test
  void soItIsWithOneThatNeverBegan() {
    CheckReport nothing = new CheckReport(Verdict.INCONCLUSIVE, null, Duration.ZERO, List.of());
    rig.registrations().check("alpha", CompletableFuture.completedFuture(nothing));
    String answer = rig.admin("PUT", "/api/v1/workers/alpha/check");
    assertThat(RawHttp.status(answer)).isEqualTo(503);
    assertThat(RawHttp.body(answer)).contains("called off");
  }

  /** Whoever asks for the same worker waits for the same check, and nobody takes all places. */
  @Test
  void aSecondQuestionJoinsTheFirst() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<CheckReport> report = new CompletableFuture<>();
    FakeRegistrations held =
        new FakeRegistrations() {
          @Override
          public Optional<CompletableFuture<CheckReport>> checkNow(WorkerName name) {
            asked.incrementAndGet();
            return Optional.of(report);
          }
        };
    try (ApiRig busy = new ApiRig(held)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        answers.add(asking(busy, ApiRig.MEMBER_OF_MAIN));
      }
      eventually("one is refused")
          .until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
      answers.add(asking(busy, ApiRig.OWNER));
      eventually().until(() -> asked.get() > 0);
      report.complete(ApiRig.healthyCheck());
      List<Integer> statuses = new ArrayList<>();
      for (CompletableFuture<String> answer : answers) {
        statuses.add(RawHttp.status(get(answer)));
      }
      assertThat(statuses).as("eight of one caller, one of another").hasSize(10);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(9);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(1);
      assertThat(asked.get())
          .as("one check, and another for who came after its end")
          .isBetween(1, 2);
    }
  }

  private static CompletableFuture<String> asking(ApiRig at, String token) {
    return CompletableFuture.supplyAsync(() -> check(at, token), Thread::startVirtualThread);
  }

  private static String check(ApiRig at, String token) {
    return RawHttp.exchange(
        at.port(), RawHttp.request("PUT", "/api/v1/workers/bravo/check", ApiRig.bearer(token)));
  }

  @Test
  void aWorkerWhoseGatewayIsSilentIsNotWaitedFor() {
    rig.heldBySilentGateway("alpha");
    String answer = rig.admin("PUT", "/api/v1/workers/alpha/check");
    assertThat(RawHttp.status(answer)).isEqualTo(503);
    assertThat(RawHttp.body(answer)).contains("is not heard of");
    assertThat(rig.history().all()).noneMatch(event -> event.kind() == Event.Kind.CHECK_ASKED);
  }
}
