package tsa.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tsa.api.worker.CachedWorkerList;
import tsa.control.port.WorkerStore;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.testing.ApiRig;
import tsa.testing.Patience;
import tsa.testing.RawHttp;
import tsa.testing.SwitchableStore;

/** Whoever asks over REST leaves the database to the control loop. */
class QueryConcurrencyLimitTest {
  @Test
  void whoeverFindsAllPlacesTakenIsRefusedAfterAWhile() throws Exception {
    QueryConcurrencyLimit queryLimit =
        new QueryConcurrencyLimit(1, Duration.ofMillis(50), "too many");
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                queryLimit.take(() -> {
                  inside.countDown();
                  return answer.join();
                }));
    Patience.pass(inside);
    assertThatThrownBy(() -> queryLimit.take(() -> "second"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(503);
              assertThat(refusal.headers()).containsEntry("Retry-After", "5");
            });
    answer.complete("done");
    first.join();
    assertThat(queryLimit.<String>take(() -> "third")).isEqualTo("third");
  }

  @Test
  void aFailureGivesItsPlaceBack() {
    QueryConcurrencyLimit queryLimit =
        new QueryConcurrencyLimit(1, Duration.ofMillis(50), "too many");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> queryLimit.take(() -> failing()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static String failing() {
    throw new IllegalStateException("no answer");
  }

  /** Many at once, on every route that only asks the database; more than three never do. */
  @Test
  void routesNeverAskMoreThanThreeTimesAtOnce() throws Exception {
    try (ApiRig rig = new ApiRig()) {
      CountDownLatch go = new CountDownLatch(1);
      rig.store().slow(go);
      List<Thread> askers = new ArrayList<>();
      AtomicInteger fine = new AtomicInteger();
      for (String path :
          List.of("/alpha", "/bravo", "/golf", "/alpha/events", "/bravo/checks", "/alpha/health")) {
        for (int i = 0; i < 3; i++) {
          askers.add(
              Thread.ofVirtual()
                  .start(() -> {
                    String answer = rig.admin("GET", "/api/v1/workers" + path);
                    fine.addAndGet(RawHttp.status(answer) == 200 ? 1 : 0);
                  }));
        }
      }
      rig.store().awaitInside(2);
      go.countDown();
      for (Thread asker : askers) {
        Patience.join(asker);
      }
      assertThat(fine).hasValue(askers.size());
      assertThat(rig.store().mostInside()).isBetween(2, 3);
    }
  }

  @Test
  void theListIsReadOnceASecondForAll() {
    AtomicLong nanos = new AtomicLong();
    AtomicInteger reads = new AtomicInteger();
    CachedWorkerList list = new CachedWorkerList(counting(reads), nanos::get);
    for (int i = 0; i < 5; i++) {
      list.get();
    }
    assertThat(reads).hasValue(1);
    nanos.addAndGet(Duration.ofMillis(999).toNanos());
    list.get();
    assertThat(reads).hasValue(1);
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    list.get();
    assertThat(reads).hasValue(2);
    list.changed();
    list.get();
    list.get();
    assertThat(reads).as("a change is seen at once").hasValue(3);
  }

  private static WorkerStore counting(AtomicInteger reads) {
    WorkerStore memory =
        new InMemoryWorkerStore(() -> ApiRig.NOW, new InMemoryHistory(() -> Instant.EPOCH));
    return new SwitchableStore(memory) {
      @Override
      public Snapshot all() {
        reads.incrementAndGet();
        return super.all();
      }
    };
  }
}
