package tsa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tsa.api.ApiServer;
import tsa.api.access.Principal;
import tsa.api.access.Role;
import tsa.api.access.Teams;
import tsa.api.fleet.FleetDependencies;
import tsa.api.http.ApiSettings;
import tsa.api.login.LocalUsers;
import tsa.api.login.LoginService;
import tsa.api.people.TokenAuthenticator;
import tsa.control.Alarm;
import tsa.control.ChangeGate;
import tsa.control.EventFeed;
import tsa.control.FleetStatus;
import tsa.control.RemoteChecks;
import tsa.control.WorkerRequests;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.control.port.OwningTeam;
import tsa.control.port.WorkerStore;
import tsa.lab.rehearsal.InMemoryGateways;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.Request;
import tsa.lifecycle.WorkerRecord;
import tsa.serve.Wiring;
import tsa.worker.WorkerName;

/** A REST server over stores in memory, with the sample fleet and the real rules. */
public final class ApiRig implements AutoCloseable {
  /** What the store's clock says, always. */
  public static final Instant NOW = SampleFleet.NOW;

  /** Token of an admin. */
  public static final String ADMIN = "token-of-the-admin";

  /** Token of a member of the teams main and team-b. */
  public static final String MEMBER = "token-of-a-member";

  /** Token of a member of main alone. */
  public static final String MEMBER_OF_MAIN = "token-of-another-member";

  /** Token of a viewer of main. */
  public static final String VIEWER = "token-of-a-viewer";

  /** Token of somebody without a team. */
  public static final String OUTSIDER = "token-of-an-outsider";

  private static final UUID OTHER_GATEWAY = new UUID(0, 2);

  /** Token of somebody who runs the pipelines of main. */
  public static final String OPERATOR = "token-of-an-operator";

  /** Token of an owner of team-b alone. */
  public static final String OWNER_OF_B = "token-of-an-owner-of-b";

  /** Token of an owner of main, who logged in. */
  public static final String OWNER = "token-of-an-owner";

  /** Users who can log in; their passwords are their names. Hashed once: it takes time. */
  private static final LocalUsers USERS =
      LocalUsers.of(Map.of("test", "test", "mary", "mary", "victor", "victor", "otto", "otto"));

  private static final Teams TEAMS =
      Teams.of(
          Map.of(
              "main",
              Map.of(
                  "owner", List.of("test"),
                  "member", List.of("mary"),
                  "viewer", List.of("victor")),
              "team-b",
              Map.of("owner", List.of("Mary"))));

  private static final Map<String, Principal> PEOPLE =
      Map.of(
          ADMIN, Principal.admin("admin"),
          MEMBER_OF_MAIN, new Principal("mia", false, Map.of("main", Role.MEMBER)),
          MEMBER, new Principal("mary", false, Map.of("main", Role.MEMBER, "team-b", Role.OWNER)),
          VIEWER, new Principal("victor", false, Map.of("main", Role.VIEWER)),
          OPERATOR, new Principal("pia", false, Map.of("main", Role.PIPELINE_OPERATOR)),
          OWNER, new Principal("test", true, Map.of("main", Role.OWNER)),
          OWNER_OF_B, new Principal("bea", false, Map.of("team-b", Role.OWNER)),
          OUTSIDER, new Principal("otto", false, Map.of()));

  private static final Duration DAY = Duration.ofDays(1);

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final InMemoryHistory history = new InMemoryHistory(clock);
  private final InMemoryWorkerStore memory = new InMemoryWorkerStore(clock, history);
  private final SwitchableStore store = new SwitchableStore(memory);
  private final EventFeed feed =
      new EventFeed(new InMemoryEventLog(history), new PolledSignal(), Wiring.ticker(), _ -> {});
  private final InMemoryGateways gateways = new InMemoryGateways(clock, memory);
  private volatile List<String> problems = List.of();
  private final FakeRegistrations registrations;
  private final InMemoryAccessTokens tokens = new InMemoryAccessTokens(clock);
  private final AtomicLong nanos = new AtomicLong();
  private final ApiServer server;

  /** With the usual limits. */
  public ApiRig() {
    this(ApiSettings.HttpLimits.DEFAULT);
  }

  /** With those limits; it listens on a free port of the loopback address. */
  public ApiRig(ApiSettings.HttpLimits limits) {
    this("8.2.5", "2.5", limits);
  }

  /** With those sessions. */
  public ApiRig(FakeRegistrations registrations) {
    this("8.2.5", "2.5", ApiSettings.HttpLimits.DEFAULT, registrations);
  }

  /** That shows those versions to fly. */
  public ApiRig(String version, String workerVersion, ApiSettings.HttpLimits limits) {
    this(version, workerVersion, limits, new FakeRegistrations());
  }

  private ApiRig(
      String version,
      String workerVersion,
      ApiSettings.HttpLimits limits,
      FakeRegistrations registrations) {
    this.registrations = registrations;
    ApiSettings settings =
        new ApiSettings("127.0.0.1", 0, version, workerVersion, "http://ci.test", "sample", limits);
    InMemoryResidueJournal residue = new InMemoryResidueJournal(clock);
    ChangeGate gate = new ChangeGate(store, history, Policy.DEFAULT, SampleFleet.GATEWAY, _ -> {});
    server =
        new ApiServer(
            settings,
            store,
            history,
            residue,
            new WorkerRequests(store, residue, gate, Policy.DEFAULT),
            registrations,
            new RemoteChecks(gate, history, gateways, nanos::get),
            ApiRig::assess,
            new TokenAuthenticator(
                token -> Optional.ofNullable(PEOPLE.get(token)),
                new LoginService(USERS, tokens, DAY, new SecureRandom(), nanos::get, 1),
                TEAMS),
            new FleetDependencies(
                feed,
                () -> Optional.of(status()),
                () -> problems,
                gateways,
                SampleFleet.GATEWAY,
                () -> "tsa_up 1\n",
                () -> Wiring.ticker().nanos() + nanos.get()));
    SampleFleet.writeHistory(history);
    fill();
    feed.start();
    start();
  }

  private FleetStatus status() {
    WorkerStore.Snapshot all = store.all();
    Fleet fleet = new Fleet(7, 0, 1, 5, 0);
    Reason reason = Reason.of(ReasonCode.HELD_FLEET_BRAKE, "failing", 2, "fleet", 7);
    Alarm alarm =
        new Alarm(reason, new TreeSet<>(Set.of(new WorkerName("golf"), new WorkerName("delta"))));
    return new FleetStatus(
        NOW,
        0,
        all.workers(),
        fleet,
        true,
        false,
        List.of(alarm),
        new EvaluationStatus(NOW, "just started"));
  }

  private void fill() {
    gateways.register(new Gateways.Gateway(SampleFleet.GATEWAY, "host-a", "10.0.0.1", "0.1.0"));
    gateways.register(new Gateways.Gateway(OTHER_GATEWAY, "host-b", "10.0.0.2", "0.1.0"));
    gateways.renew(OTHER_GATEWAY, "the database took 7s");
    SampleFleet.workers().forEach(worker -> store.apply(new Change.Create(worker, told(worker))));
  }

  private static Event told(WorkerRecord worker) {
    return new Event(
        worker.name(),
        Event.Kind.STATE,
        null,
        worker.state(),
        worker.reason(),
        Event.RULES,
        worker.incarnation(),
        SampleFleet.GATEWAY,
        new OwningTeam(worker.registration().team()));
  }

  private void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules, with health evaluation always active. */
  private static Decision assess(WorkerRecord worker, Instant now) {
    EvaluationStatus evaluation = new EvaluationStatus(Instant.EPOCH, "");
    Evidence evidence = new Evidence(Request.nothing(), evaluation, new Fleet(7, 0, 1, 5, 0));
    return Lifecycle.decide(worker, evidence, Policy.DEFAULT, now);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Makes it not ready, with that to say; ready again with nothing. */
  public void problems(String... words) {
    problems = List.of(words);
  }

  /** Has a gateway hold that worker that nobody has heard of. */
  public void heldBySilentGateway(String name) {
    WorkerRecord before = store.find(new WorkerName(name)).worker().orElseThrow();
    WorkerRecord after = RecordBuilder.of(before).next().gateway(new UUID(0, 3)).build();
    store.apply(new Change.Update(after, null));
  }

  /** Puts every worker back as it was. */
  public void refill() {
    for (WorkerRecord worker : store.all().workers()) {
      store.apply(new Change.Remove(worker.name(), worker.revision(), told(worker)));
    }
    fill();
  }

  /** Every route, as method and path. */
  public List<String> routes() {
    return server.routes();
  }

  /** Lets time go by: for who has to wait before logging in again, and for the shared list. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Its store, to be made ill. */
  public SwitchableStore store() {
    return store;
  }

  /** Its sessions, to be filled. */
  public FakeRegistrations registrations() {
    return registrations;
  }

  /** Events and checks, to look at. */
  public InMemoryHistory history() {
    return history;
  }

  /** What it tells streams from. */
  public EventFeed feed() {
    return feed;
  }

  /** How many streams of events are open. */
  public int streams() {
    return server.streams();
  }

  /** Writes that many events. */
  public void manyEvents(int count) {
    Event any = history.all().getFirst();
    for (int i = 0; i < count; i++) {
      history.write(any);
    }
  }

  /** A check that went well. */
  public static CheckReport healthyCheck() {
    return SampleFleet.healthyCheck();
  }

  /** A check that found a full disk. */
  public static CheckReport failingCheck() {
    return SampleFleet.failingCheck();
  }

  /** The answer to a request of the admin, as it stands on the wire. */
  public String admin(String method, String path) {
    return RawHttp.exchange(port(), RawHttp.request(method, path, bearer(ADMIN)));
  }

  /** The header that presents a token. */
  public static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  @Override
  public void close() {
    server.close();
    feed.close();
  }
}
