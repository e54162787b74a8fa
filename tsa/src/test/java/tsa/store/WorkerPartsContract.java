package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.store.Samples.W;
import static tsa.store.Samples.creation;
import static tsa.store.Samples.full;
import static tsa.store.Samples.joined;
import static tsa.store.Samples.update;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.control.port.History;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Load;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What every {@link WorkerStore} keeps of a worker, part by part. */
abstract class WorkerPartsContract {
  /** Empty at the start of a test, with both sample gateways known. */
  abstract WorkerStore store();

  /** Where the store's events go. */
  abstract History history();

  final @Nullable WorkerRecord stored(String name) {
    return store().find(new WorkerName(name)).worker().orElse(null);
  }

  final WorkerRecord present(String name) {
    return store().find(new WorkerName(name)).worker().orElseThrow();
  }

  final WorkerRecord created(WorkerRecord worker) {
    assertThat(store().apply(creation(worker))).isTrue();
    return worker;
  }

  @Test
  void everyPartIsReadAsItWasWritten() {
    WorkerRecord plain = created(joined("a"));
    WorkerRecord full = created(full("b"));
    assertThat(stored("a")).isEqualTo(plain);
    assertThat(stored("b")).isEqualTo(full);
    assertThat(store().all().workers()).containsExactly(plain, full);
  }

  @Test
  void theNamesOfAHeartbeatAreThoseOfTheLastOne() {
    WorkerRecord worker = created(joined("w"));
    Load named = new Load(3, 5, 2, List.of("a b", "ü", "c"));
    store().heartbeat(List.of(new WorkerStore.ReceivedHeartbeat(W, worker.incarnation(), named)));
    assertThat(present("w").heartbeat().load()).isEqualTo(named);
    store()
        .heartbeat(
            List.of(new WorkerStore.ReceivedHeartbeat(W, worker.incarnation(), named.counts())));
    assertThat(present("w").heartbeat().load()).isEqualTo(named.counts());
  }

  @Test
  void aCordonIsKeptUntilItIsLifted() {
    WorkerRecord plain = created(joined("w"));
    Cordon cordon = new Cordon("ann", "", Samples.at(7));
    WorkerRecord marked = RecordBuilder.of(plain).next().cordon(cordon).build();
    assertThat(store().apply(update(marked))).isTrue();
    assertThat(present("w")).isEqualTo(marked);
    WorkerRecord moved =
        RecordBuilder.of(marked).next().incarnation(2, Samples.at(8)).heartbeat(null).build();
    assertThat(store().apply(update(moved))).isTrue();
    assertThat(present("w").cordon()).isEqualTo(cordon);
    WorkerRecord lifted = RecordBuilder.of(moved).next().cordon(null).build();
    assertThat(store().apply(update(lifted))).isTrue();
    assertThat(present("w")).isEqualTo(lifted);
  }

  @Test
  void everyStateIsReadAsItWasWritten() {
    for (WorkerState state : WorkerState.values()) {
      boolean ends = state.isDraining() || state.isEnded();
      WorkerRecord worker = full(state.word());
      created(
          RecordBuilder.of(worker)
              .state(state, Samples.at(9), worker.reason())
              .drain(ends ? worker.drain() : null)
              .address(null)
              .build());
      assertThat(present(state.word()).state()).isEqualTo(state);
    }
  }
}
