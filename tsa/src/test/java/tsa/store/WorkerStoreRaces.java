package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.store.Samples.creation;
import static tsa.store.Samples.heartbeat;
import static tsa.store.Samples.joined;
import static tsa.store.Samples.update;
import static tsa.testing.Patience.get;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Patience;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The part of {@link WorkerStoreContract} with several writers at once. */
abstract class WorkerStoreRaces {
  private static final int ROUNDS = 10;
  private static final int WRITERS = 4;

  abstract WorkerStore store();

  /** Runs tasks at the same moment, and gives their answers. */
  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            threads.submit(() -> {
              start.await(Patience.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
              return task.call();
            }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> each : running) {
        answers.add(get(each));
      }
      return answers;
    }
  }

  private static <T> List<Callable<T>> times(
      int count, java.util.function.IntFunction<Callable<T>> task) {
    return IntStream.range(0, count).mapToObj(task).toList();
  }

  private WorkerRecord present(String name) {
    return store().find(new WorkerName(name)).worker().orElseThrow();
  }

  @Test
  void ofTwoUpdatesOfOneRevisionOneWins() throws Exception {
    store().apply(creation(joined("w")));
    for (int round = 0; round < ROUNDS; round++) {
      WorkerRecord read = present("w");
      List<Boolean> won =
          together(
              times(
                  WRITERS,
                  i ->
                      () ->
                          store()
                              .apply(
                                  update(
                                      RecordBuilder.of(read)
                                          .next()
                                          .incarnation(
                                              read.incarnation().number() + i, read.since())
                                          .build()))));
      assertThat(won).containsOnlyOnce(true);
      assertThat(present("w").revision()).isEqualTo(read.revision() + 1);
    }
  }

  @Test
  void ofTwoCreationsOneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      WorkerRecord worker = joined("w-" + round);
      List<Boolean> won = together(times(WRITERS, i -> () -> store().apply(creation(worker))));
      assertThat(won).containsOnlyOnce(true);
    }
  }

  @Test
  void anAddressHasOneOwnerWhoeverWrites() throws Exception {
    for (int i = 0; i < WRITERS; i++) {
      store().apply(creation(joined("w-" + i)));
    }
    for (int round = 0; round < ROUNDS; round++) {
      String address = "shared-" + round;
      List<Boolean> won = together(times(WRITERS, i -> () -> move("w-" + i, address)));
      assertThat(won).contains(true);
      assertThat(store().all().workers())
          .filteredOn(w -> w.address() != null && w.address().garden().startsWith(address))
          .hasSize(1);
    }
  }

  private boolean move(String worker, String address) {
    WorkerRecord read = present(worker);
    return store()
        .apply(update(RecordBuilder.of(read).next().address(joined(address).address()).build()));
  }

  @Test
  void heartbeatsAndChangesDoNotStandInEachOthersWay() throws Exception {
    List<String> names = times("w", 50);
    names.forEach(name -> store().apply(creation(joined(name))));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    tasks.add(() -> heartbeatAll(names));
    tasks.add(() -> heartbeatAll(names.reversed()));
    tasks.add(() -> reconnectAll(names.reversed()));
    assertThat(together(tasks)).containsOnly(true);
    assertThat(store().all().workers()).allMatch(w -> w.incarnation().number() == 1 + ROUNDS);
  }

  private static List<String> times(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private boolean heartbeatAll(List<String> names) {
    for (int round = 1; round <= ROUNDS; round++) {
      long incarnation = round;
      store().heartbeat(names.stream().map(name -> heartbeat(name, incarnation, 1)).toList());
    }
    return true;
  }

  private boolean reconnectAll(List<String> names) {
    for (int round = 1; round <= ROUNDS; round++) {
      for (String name : names) {
        WorkerRecord read = present(name);
        WorkerRecord next =
            RecordBuilder.of(read)
                .next()
                .incarnation(read.incarnation().number() + 1, read.since())
                .build();
        assertThat(store().apply(update(next))).isTrue();
      }
    }
    return true;
  }

  @Test
  void numbersAreGivenOnce() throws Exception {
    List<Incarnation> numbers = together(times(50, i -> () -> store().nextIncarnation()));
    assertThat(numbers).doesNotHaveDuplicates();
  }
}
