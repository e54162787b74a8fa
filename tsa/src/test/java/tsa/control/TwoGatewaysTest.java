package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.db.generated.Tables.WORKERS;
import static tsa.db.generated.Tables.WORKER_EVENTS;
import static tsa.testing.Patience.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.Lane;
import tsa.control.port.ReadScope;
import tsa.control.port.Ticker;
import tsa.db.testing.TestDatabase;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.WorkerRecord;
import tsa.store.PostgresEventLog;
import tsa.store.PostgresEventSignal;
import tsa.store.PostgresGateways;
import tsa.store.PostgresHistory;
import tsa.store.PostgresResidueJournal;
import tsa.store.PostgresWorkerStore;
import tsa.testing.FakeLink;
import tsa.testing.Patience;
import tsa.worker.Machine;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Two gateways on one Postgres hear of each other's changes, and read each other's history. */
class TwoGatewaysTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Caller OPERATOR = new Caller("operator", null);

  private final Ticker ticker = tsa.serve.Wiring.ticker();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final PostgresWorkerStore store = new PostgresWorkerStore(database.database());
  private final PostgresHistory history =
      new PostgresHistory(database.database(), History.Retention.DEFAULT);

  @BeforeEach
  void empty() {
    database.clear(WORKERS, WORKER_EVENTS);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  /** Lanes in which the loop over the fleet runs only when it is woken: what is heard decides. */
  private record NoRounds(VirtualLanes lanes) implements Lane.Lanes {
    @Override
    public Lane lane(String name) {
      Lane lane = lanes.lane(name);
      if (!name.equals("fleet")) {
        return lane;
      }
      return new Lane() {
        @Override
        public void run(Runnable task) {
          lane.run(task);
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
          return delay.compareTo(Duration.ofSeconds(1)) < 0 ? lane.after(delay, task) : () -> {};
        }
      };
    }
  }

  private record Side(
      Controller controller, WorkerRequests requests, RemoteChecks checks, PromptProber prober) {}

  private Side gateway() {
    VirtualLanes lanes = new VirtualLanes();
    open.add(lanes);
    PromptProber prober = new PromptProber();
    Gateways.Gateway me = new Gateways.Gateway(UUID.randomUUID(), "host", "127.0.0.1", "test");
    Controller controller =
        new Controller(
            new ControlDependencies(
                store,
                history,
                prober,
                Policy.DEFAULT,
                ticker,
                new NoRounds(lanes),
                new Random(7),
                new PostgresGateways(database.database()),
                me));
    controller.start();
    open.add(controller::leave);
    open.add(controller::close);
    feed(controller);
    PostgresResidueJournal residue = new PostgresResidueJournal(database.database());
    return new Side(
        controller,
        new WorkerRequests(store, residue, controller.gate(), Policy.DEFAULT),
        new RemoteChecks(
            controller.gate(), history, new PostgresGateways(database.database()), ticker),
        prober);
  }

  private void feed(Controller controller) {
    EventFeed feed =
        new EventFeed(
            new PostgresEventLog(database.database()),
            new PostgresEventSignal(database.database(), ticker),
            ticker,
            controller::heard);
    feed.start();
    open.add(feed);
  }

  private FakeLink join(Side side, String name) {
    FakeLink link = new FakeLink();
    side.controller().open(SampleWorkers.registration(name, false), new Machine(1000, "key"), link);
    eventually().until(() -> known(name) && held(side, name));
    return link;
  }

  private boolean known(String name) {
    return store.find(new WorkerName(name)).worker().isPresent();
  }

  private static boolean held(Side side, String name) {
    return side.controller().held().stream()
        .anyMatch(held -> held.admitted() && held.name().value().equals(name));
  }

  private WorkerState state(String name) {
    return store.find(new WorkerName(name)).worker().orElseThrow().state();
  }

  private static int listeners() {
    return database
        .database()
        .transaction(tx ->
            tx.fetchCount(
                DSL.select(DSL.field("pid"))
                    .from("pg_stat_activity")
                    .where("datname = current_database() and application_name = 'tsa listening'")));
  }

  @Test
  void aLandThroughOneReachesTheSessionOnTheOther() {
    Side here = gateway();
    Side there = gateway();
    FakeLink link = join(there, "w");
    eventually().until(() -> listeners() == 2);
    int before = there.prober().heartbeats();

    here.requests().ask(new WorkerName("w"), Request.Action.LAND, OPERATOR, "test");

    eventually("the session asks its worker").until(() -> there.prober().heartbeats() > before);
    eventually("it has landed").until(() -> link.ending() != null);
    assertThat(state("w")).isEqualTo(WorkerState.LANDED);
  }

  @Test
  void alsoWhenTheConnectionThatListensIsKilled() {
    Side here = gateway();
    Side there = gateway();
    join(there, "w");
    eventually().until(() -> listeners() == 2);
    int before = there.prober().heartbeats();

    database
        .database()
        .run(tx ->
            tx.fetch(
                "select pg_terminate_backend(pid) from pg_stat_activity where"
                    + " datname = current_database() and application_name = 'tsa listening'"));
    here.requests().ask(new WorkerName("w"), Request.Action.RETIRE, OPERATOR, "test");

    eventually("the session asks its worker").until(() -> there.prober().heartbeats() > before);
    eventually("they listen again").until(() -> listeners() == 2);
  }

  @Test
  void aCheckAskedOfOneIsMadeByTheOtherThatHoldsTheWorker() throws Exception {
    Side here = gateway();
    Side there = gateway();
    join(there, "w");
    eventually().until(() -> listeners() == 2);
    WorkerRecord worker = store.find(new WorkerName("w")).worker().orElseThrow();
    assertThat(here.checks().isHeldElsewhere(worker)).isTrue();
    assertThat(there.checks().isHeldElsewhere(worker)).isFalse();

    History.StoredCheck check =
        here.checks().ask(worker, OPERATOR, "to be sure", Patience.LIMIT).orElseThrow();

    assertThat(check.kind()).isEqualTo(History.CheckKind.ASKED);
    assertThat(check.gateway()).isEqualTo(worker.gateway());
    assertThat(history.events(worker.name(), ReadScope.ALL, null, 10))
        .anySatisfy(written -> {
          assertThat(written.event().kind()).isEqualTo(Event.Kind.CHECK_ASKED);
          assertThat(written.event().actor()).isEqualTo("operator");
          assertThat(written.event().reason().sentence()).contains("to be sure");
        });
  }

  @Test
  void aCheckThatNobodyMakesIsNotWaitedForForEver() throws Exception {
    Side here = gateway();
    join(here, "w");
    WorkerRecord worker = store.find(new WorkerName("w")).worker().orElseThrow();

    assertThat(here.checks().ask(worker, OPERATOR, "", Duration.ofMillis(300))).isEmpty();
  }

  /** The second of two writers commits first; a reader gets both, and in the order of their ids. */
  @Test
  void whatIsCommittedOutOfOrderIsReadInOrder() throws Exception {
    Side here = gateway();
    EventFeed feed =
        new EventFeed(
            new PostgresEventLog(database.database()),
            new PostgresEventSignal(database.database(), ticker),
            ticker,
            _ -> {});
    feed.start();
    open.add(feed);
    long place = feed.now();
    CountDownLatch mayCommit = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Thread slow = Thread.ofVirtual().start(() -> writeSlowly(written, mayCommit));
    Patience.pass(written);
    join(here, "fast");

    assertThat(feed.after(place, 10, Duration.ofMillis(700)).events())
        .as("nothing is passed on that could come before what is still open")
        .isEmpty();
    mayCommit.countDown();
    slow.join();

    List<String> read = new ArrayList<>();
    eventually()
        .until(() -> {
          feed.after(place, 10, Duration.ofMillis(10)).events().stream()
              .map(written2 -> written2.event().worker().value())
              .filter(name -> !read.contains(name))
              .forEach(read::add);
          return read.size() == 2;
        });
    assertThat(read).containsExactly("slow", "fast");
    assertThat(feed.after(0, 10, Duration.ZERO).events()).as("from the beginning").hasSize(2);
  }

  private void writeSlowly(CountDownLatch written, CountDownLatch mayCommit) {
    database
        .database()
        .run(tx -> {
          tx.execute(
              "insert into worker_events (worker, kind, reason_code, reason, actor, gateway_id)"
                  + " values ('slow', 'state', 'joined', '{\"code\": \"joined\"}', 'tsa',"
                  + " gen_random_uuid())");
          written.countDown();
          try {
            Patience.pass(mayCommit);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
