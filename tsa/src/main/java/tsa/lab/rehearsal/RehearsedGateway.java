package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tsa.control.AtcConnection;
import tsa.control.ControlDependencies;
import tsa.control.Controller;
import tsa.control.port.Gateways;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerLink;

/** One process of the TSA with its real control loop. Not thread-safe. */
public final class RehearsedGateway {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Rehearsal rehearsal;
  private final UUID id;
  private final RehearsedProcess process;
  private final StoreConnection connection;
  private final Controller controller;
  private final List<RehearsedLink> links = new ArrayList<>();
  private boolean started;
  private boolean killed;
  private boolean full;

  RehearsedGateway(Rehearsal rehearsal, int number) {
    this.rehearsal = rehearsal;
    this.id = new UUID(0, number);
    this.process = new RehearsedProcess(rehearsal.time());
    this.connection = new StoreConnection(rehearsal.database(), id);
    this.controller =
        new Controller(
            new ControlDependencies(
                connection.workers(),
                connection.history(),
                new RehearsedProber(rehearsal.time()),
                rehearsal.policy(),
                rehearsal.time(),
                process,
                rehearsal.random(),
                connection.gateways(),
                new Gateways.Gateway(id, "gateway-" + number, "127.0.0.1", "rehearsal")),
            rehearsal.atc().map(atc -> new AtcConnection(atc, connection.atcLedger())));
    start();
  }

  /** A process that cannot reach its database when it starts is started again. */
  private void start() {
    if (killed) {
      return;
    }
    try {
      controller.start();
      started = true;
    } catch (StoreException e) {
      rehearsal.time().after(RETRY, this::start);
    }
  }

  /** Whether workers can register with it. */
  boolean isUp() {
    return started && !killed;
  }

  /** Whether new registrations go elsewhere, if they can. */
  void full(boolean yes) {
    full = yes;
  }

  boolean takesMore() {
    return isUp() && !full;
  }

  /** Whether it runs at this moment, and reaches the database if anybody does. */
  boolean isWell() {
    return isUp() && process.runs() && !connection.isCut();
  }

  /** Its id. */
  UUID id() {
    return id;
  }

  /** Its control loop. */
  public Controller controller() {
    return controller;
  }

  /** Ends it without a goodbye; its workers notice at once. */
  public void kill() {
    killed = true;
    process.kill();
    links.forEach(link -> link.worker().lost(link));
    links.clear();
  }

  /** Lets it stand still for that time. */
  public void pause(Duration length) {
    process.pause(length);
  }

  /** Cuts its way to the database, or mends it. */
  void cutFromDatabase(boolean yes) {
    connection.cut(yes);
    links.forEach(link -> link.worker().unsettled());
  }

  /** Breaks the connections of all its workers. */
  public void dropAll() {
    List.copyOf(links).forEach(link -> link.worker().lost(link));
  }

  void open(RehearsedLink link) {
    links.removeIf(RehearsedLink::isOver);
    links.add(link);
    controller.open(link.worker().registration(), link.worker().machine(), link);
  }

  /** Notices that a peer is dead, as keepalives do. */
  void notice(RehearsedLink link) {
    links.remove(link);
    link.breaks(WorkerLink.Gone.LOST);
  }
}
