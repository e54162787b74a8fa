package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.Prober;
import tsa.control.port.Prober.HeartbeatResult;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.worker.Load;

/** Calling off, crowding and defects. */
class TunnelProberTest {
  private ScriptedWorker worker;

  @BeforeEach
  void start() throws IOException {
    worker = new ScriptedWorker();
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
  }

  @Test
  void aCheckThatIsCalledOffCleansUp() {
    try (Probing probing = new Probing()) {
      worker.hangOn("POST /containers/HANDLE/processes");
      CompletableFuture<CheckReport> check =
          probing.prober.check(Probing.target(worker), Probing.AMPLE, Prober.Depth.AS_DUE);
      reached("POST /containers/HANDLE/processes");
      check.cancel(false);
      eventually().until(() -> probing.journal.struck().size() == 1);
      assertThat(worker.requests()).endsWith("DELETE /containers/HANDLE", "DELETE /volumes/HANDLE");
    }
  }

  @Test
  void closingCallsAllOffAndWaitsForTheCleaning() {
    CompletableFuture<CheckReport> check;
    Probing probing = new Probing();
    try (probing) {
      worker.hangOn("POST /containers/HANDLE/processes");
      check = probing.prober.check(Probing.target(worker), Probing.AMPLE, Prober.Depth.AS_DUE);
      reached("POST /containers/HANDLE/processes");
    }
    assertThat(check).isCompleted();
    assertThat(check.join().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(check.join().problem().cause()).isEqualTo(FailureCause.CANCELLED);
    assertThat(probing.journal.struck()).hasSize(1);
    assertThat(probing.heartbeat(worker, Probing.AMPLE))
        .isInstanceOfSatisfying(
            HeartbeatResult.Missed.class,
            missed -> assertThat(missed.cause()).isEqualTo(FailureCause.CANCELLED));
  }

  /** Sweeps of many workers whose lists hang must not keep the others from being checked. */
  @Test
  void sweepsThatHangTakeNoPlaceOfAnyCheck() throws IOException {
    try (Probing probing = new Probing(new ProbeSettings(1, 250, 0));
        ScriptedWorker hung = new ScriptedWorker()) {
      hung.hangOn("GET /containers");
      List<CompletableFuture<Boolean>> sweeps =
          Stream.generate(() -> probing.prober.sweep(Probing.target(hung), Probing.AMPLE))
              .limit(10)
              .toList();
      eventually().until(() -> hung.requests().contains("GET /containers"));
      assertThat(probing.check(worker, Duration.ofSeconds(10)).verdict())
          .isEqualTo(Verdict.HEALTHY);
      assertThat(hung.requests()).as("sweeps are limited, too").hasSize(1);
      assertThat(sweeps).noneMatch(CompletableFuture::isDone);
      sweeps.forEach(sweep -> sweep.cancel(false));
    }
  }

  @Test
  void aDefectOfOursIsNotHeldAgainstTheWorker() {
    Tunnel broken =
        (server, limit) -> {
          throw new IllegalStateException("a defect");
        };
    try (Probing probing = new Probing()) {
      assertThat(probing.check(broken, Probing.AMPLE).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(probing.heartbeat(broken, Probing.AMPLE))
          .isInstanceOf(HeartbeatResult.Missed.class);
      probing.sweep(broken);
    }
  }

  @Test
  void aTunnelThatNeverReturnsDoesNotHoldTheFuture() {
    CountDownLatch end = new CountDownLatch(1);
    Tunnel stuck =
        (server, limit) -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("called off too early", e);
          }
          throw new IOException("at last");
        };
    CompletableFuture<HeartbeatResult> late;
    try (Probing probing = new Probing()) {
      late = probing.prober.heartbeat(Probing.target(stuck), Duration.ofMillis(1));
      assertThat(Probing.await(late))
          .isEqualTo(
              new HeartbeatResult.Missed(
                  Tunnel.Server.GARDEN,
                  FailureCause.TIMED_OUT,
                  "the probe itself did not end in time"));
      end.countDown();
    }
  }

  @Test
  void aLongListIsCountedWithoutBeingKept() {
    int volumes = 100_000;
    worker.on(
        "GET /volumes",
        out -> {
          ScriptedWorker.write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[");
          for (int i = 0; i < volumes; i++) {
            ScriptedWorker.write(
                out, "%s{\"handle\":\"v%d\",\"path\":\"/a\"}".formatted(i == 0 ? "" : ",", i));
          }
          ScriptedWorker.write(out, "]\n");
        });
    try (Probing probing = new Probing()) {
      assertThat(probing.heartbeat(worker, Probing.AMPLE))
          .isEqualTo(new HeartbeatResult.Good(new Load(0, volumes, 0)));
    }
  }

  private void reached(String request) {
    eventually().until(() -> worker.requests().contains(request));
  }
}
