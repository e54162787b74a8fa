package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tsa.control.Caller;
import tsa.control.RequestOutcome;
import tsa.control.WorkerRequests;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Request;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * A fleet, its gateways and their database on virtual time: the real control loop and the real
 * rules, one thread, one seed. Not thread-safe.
 */
public final class Rehearsal {
  private static final Caller OPERATOR = new Caller("operator", null);

  private final VirtualTime time;
  private final RehearsedDatabase database;
  private final Policy policy;
  private final SplittableRandom random;
  private final List<RehearsedGateway> gateways = new ArrayList<>();
  private final List<RehearsedWorker> workers = new ArrayList<>();
  private @Nullable RehearsedAtc atc;
  private long starts = 1000;
  private int ports = 10_000;

  /** Begins at that instant, without workers and gateways. */
  public Rehearsal(Policy policy, Instant start, long seed) {
    this.time = new VirtualTime(start);
    this.database = new RehearsedDatabase(time);
    this.policy = policy;
    this.random = new SplittableRandom(seed);
  }

  /** Has an ATC stand behind the gateways that are started from now on. */
  public RehearsedAtc withAtc() {
    RehearsedAtc there = new RehearsedAtc(time);
    atc = there;
    return there;
  }

  Optional<RehearsedAtc> atc() {
    return Optional.ofNullable(atc);
  }

  /** Its time. */
  public VirtualTime time() {
    return time;
  }

  /** Its database. */
  public RehearsedDatabase database() {
    return database;
  }

  /** The numbers of its rules. */
  public Policy policy() {
    return policy;
  }

  RandomGenerator random() {
    return random;
  }

  long nextStart() {
    return starts++;
  }

  int nextPort() {
    ports += 2;
    return ports;
  }

  /** Starts a gateway. */
  public RehearsedGateway gateway() {
    RehearsedGateway gateway = new RehearsedGateway(this, gateways.size() + 1);
    gateways.add(gateway);
    return gateway;
  }

  /** Ends a gateway without a goodbye, and starts another in its place. */
  public RehearsedGateway restart(RehearsedGateway gateway) {
    gateway.kill();
    return gateway();
  }

  /** The gateways that are up, the longest started first. */
  public List<RehearsedGateway> gateways() {
    return gateways.stream().filter(RehearsedGateway::isUp).toList();
  }

  Optional<RehearsedGateway> anyGateway() {
    List<RehearsedGateway> up = gateways.stream().filter(RehearsedGateway::takesMore).toList();
    return up.isEmpty() ? Optional.empty() : Optional.of(up.get(random.nextInt(up.size())));
  }

  /** Starts a worker. */
  public RehearsedWorker worker(String name, boolean ephemeral) {
    RehearsedWorker worker = new RehearsedWorker(this, name, ephemeral);
    workers.add(worker);
    worker.connect();
    return worker;
  }

  /** All workers that were ever started. */
  public List<RehearsedWorker> workers() {
    return List.copyOf(workers);
  }

  /** What is stored of a worker. */
  Optional<WorkerRecord> record(WorkerName name) {
    return database.workers().find(name).worker();
  }

  /** Asks for something through one of the gateways, as an operator does. */
  public RequestOutcome ask(
      RehearsedGateway through, WorkerName name, Request.Action what, String why) {
    InMemoryWorkerStore store = database.workers();
    WorkerRequests requests =
        new WorkerRequests(store, NoResidue.INSTANCE, through.controller().gate(), policy);
    return requests.ask(name, what, OPERATOR, why);
  }

  /** Lets time pass. */
  public void pass(Duration length) {
    time.pass(length);
  }
}
