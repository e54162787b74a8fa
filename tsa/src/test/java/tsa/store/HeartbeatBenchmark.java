package tsa.store;

import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import tsa.control.port.Ticker;
import tsa.control.port.WorkerStore.ReceivedHeartbeat;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;

/**
 * Prints how much cheaper heartbeats are when they are written together
 * (docs/decisions/0034-heartbeats-cost-little.md). Not part of the tests: it needs a database of
 * its own, with the schema in it and no workers, and writes some there. Arguments: host, port,
 * user, password, database.
 */
final class HeartbeatBenchmark {
  private static final int WORKERS = 5000;
  private static final Duration LENGTH = Duration.ofSeconds(4);

  private final PostgresWorkerStore store;
  private final Ticker ticker;

  private HeartbeatBenchmark(PostgresWorkerStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
  }

  /** Runs it. */
  public static void main(String[] arguments) {
    DatabaseSettings settings =
        DatabaseSettings.plain(
            arguments[0], Integer.parseInt(arguments[1]), arguments[2], arguments[3], arguments[4]);
    try (Database database = Database.open(settings)) {
      new PostgresGateways(database).register(Samples.gateway(Samples.GATEWAY));
      new HeartbeatBenchmark(new PostgresWorkerStore(database), System::nanoTime).run();
    }
  }

  private void run() {
    List<ReceivedHeartbeat> heartbeats =
        IntStream.range(0, WORKERS).mapToObj(this::joined).toList();
    rate(1, i -> single(heartbeats, i));
    double single = rate(1, i -> single(heartbeats, i));
    System.out.printf("one at a time: %,.0f heartbeats/s%n", single);
    for (int size : List.of(10, 100, 1000, WORKERS)) {
      double batch = rate(size, i -> batch(heartbeats, i, size));
      System.out.printf(
          "%,5d together: %,.0f heartbeats/s, %.1f times as many%n", size, batch, batch / single);
    }
    double reads = rate(WORKERS, i -> store.all());
    System.out.printf("reading the fleet: %,.0f workers/s%n", reads);
  }

  private ReceivedHeartbeat joined(int number) {
    WorkerRecord worker = RecordBuilder.of(Samples.joined("bench-" + number)).build();
    store.apply(Samples.creation(worker));
    return Samples.heartbeat(worker, 1);
  }

  private void single(List<ReceivedHeartbeat> heartbeats, int turn) {
    store.heartbeat(List.of(heartbeats.get(turn % WORKERS)));
  }

  private void batch(List<ReceivedHeartbeat> heartbeats, int turn, int size) {
    int from = turn * size % WORKERS;
    store.heartbeat(heartbeats.subList(from, from + size));
  }

  /** How many a second, when each turn does so many. */
  private double rate(int size, IntConsumer turn) {
    long begun = ticker.nanos();
    int turns = 0;
    while (ticker.since(begun).compareTo(LENGTH) < 0) {
      turn.accept(turns++);
    }
    return turns * (double) size / ticker.since(begun).toNanos() * Duration.ofSeconds(1).toNanos();
  }
}
