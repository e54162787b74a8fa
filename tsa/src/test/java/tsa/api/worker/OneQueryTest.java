package tsa.api.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.db.generated.Tables.GATEWAYS;
import static tsa.db.generated.Tables.WORKERS;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.api.access.Principal;
import tsa.api.http.ApiRequest;
import tsa.api.http.ClientInfo;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.db.Database;
import tsa.db.testing.TestDatabase;
import tsa.lifecycle.Decision;
import tsa.lifecycle.NextAction;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.WorkerRecord;
import tsa.serve.Wiring;
import tsa.store.PostgresGateways;
import tsa.store.PostgresWorkerStore;
import tsa.worker.WorkerState;

/** The list of workers costs one query, however many there are. */
class OneQueryTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  /** Of its own: a connection that has seen a query often does not parse it again. */
  private final Database fresh = Database.open(database.settings());

  private final PostgresWorkerStore store = new PostgresWorkerStore(fresh);

  @AfterEach
  void close() {
    fresh.close();
  }

  /** What the driver sends to the server, as it tells its log. */
  private static final class Sent extends Handler implements AutoCloseable {
    private static final Logger DRIVER =
        Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    private final List<String> parsed = new CopyOnWriteArrayList<>();

    Sent() {
      DRIVER.setLevel(Level.FINEST);
      DRIVER.addHandler(this);
      DRIVER.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord logged) {
      if (logged.getMessage().contains("FE=> Parse") && logged.getMessage().contains("select")) {
        parsed.add(logged.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      DRIVER.removeHandler(this);
      DRIVER.setLevel(null);
      DRIVER.setUseParentHandlers(true);
    }
  }

  private void join(int number) {
    WorkerRecord worker =
        RecordBuilder.of(SampleWorkers.in(WorkerState.RUNNING))
            .revision(1)
            .registration(SampleWorkers.registration("w-" + number, false))
            .address(null)
            .build();
    Event told =
        new Event(
            worker.name(),
            Event.Kind.STATE,
            null,
            WorkerState.RUNNING,
            worker.reason(),
            Event.RULES,
            worker.incarnation(),
            SampleWorkers.GATEWAY);
    assertThat(store.apply(new Change.Create(worker, told))).isTrue();
  }

  private String list(Map<String, String> query) {
    WorkerListRoute list =
        new WorkerListRoute(
            new CachedWorkerList(store, Wiring.ticker()),
            (worker, now) ->
                new Decision.Keep(
                    worker.reason(), new Decision.Next(NextAction.NEXT_HEARTBEAT, null)));
    return list.list(
            new ApiRequest(
                "", query, Principal.admin("admin"), "", "", new ClientInfo("", "", "", ""), ""))
        .body();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12})
  void theListIsOneQuery(int workers) {
    database.clear(WORKERS, GATEWAYS);
    new PostgresGateways(database.database())
        .register(new Gateways.Gateway(SampleWorkers.GATEWAY, "host", "127.0.0.1", "test"));
    for (int i = 0; i < workers; i++) {
      join(i);
    }
    try (Sent sent = new Sent()) {
      String body = list(Map.of());
      assertThat(body.split("\"name\":", -1)).hasSize(workers + 1);
      assertThat(sent.parsed).hasSize(1);
      assertThat(list(Map.of("state", "running", "all", "true"))).contains("\"now\":");
      assertThat(sent.parsed).as("ours with a filter is another one").hasSize(2);
    }
  }

  /** Without this, a driver that logs otherwise would make the test pass. */
  @Test
  void theFleetWithItsRetirementsIsTwo() {
    try (Sent sent = new Sent()) {
      store.all();
      assertThat(sent.parsed).hasSize(2);
    }
  }
}
