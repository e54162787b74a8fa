package tsa.control;

import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordChanges;
import tsa.lifecycle.Request;
import tsa.lifecycle.Retirements;
import tsa.lifecycle.TransitionCause;
import tsa.lifecycle.WorkerRecord;

/**
 * The one gate through which decisions become changes: it stores them with their event, logs them,
 * and tells the listener. Thread-safe; blocks within the limits of the store.
 */
public final class ChangeGate {
  private static final Logger log = LoggerFactory.getLogger(ChangeGate.class);

  /** Told of each stored change; must not block or throw. */
  @FunctionalInterface
  public interface Listener {
    /** A worker's record changed. */
    void changed(Event event);
  }

  private final WorkerStore store;
  private final History history;
  private final Policy policy;
  private final UUID gateway;
  private final Events events;
  private final Listener listener;

  /**
   * @param gateway the id of this process, for the events
   */
  public ChangeGate(
      WorkerStore store, History history, Policy policy, UUID gateway, Listener listener) {
    this.store = store;
    this.history = history;
    this.policy = policy;
    this.gateway = gateway;
    this.events = new Events(gateway);
    this.listener = listener;
  }

  /**
   * Stores a decision about a worker.
   *
   * @param now the instant it was decided at
   * @return false if the worker has changed since it was read: read it again and decide again
   * @throws StoreException if the store cannot answer
   */
  public boolean apply(WorkerRecord worker, Decision decision, Request request, Instant now) {
    return apply(worker, decision, request, now, Retirements.NONE);
  }

  /**
   * Stores a decision about a worker.
   *
   * @param now the instant it was decided at
   * @param retirements those by the rules that it was decided on
   * @return false if the worker, or for a retirement by the rules the fleet, has changed since it
   *     was read: read again and decide again
   * @throws StoreException if the store cannot answer
   */
  boolean apply(
      WorkerRecord worker,
      Decision decision,
      Request request,
      Instant now,
      Retirements retirements) {
    return switch (decision) {
      case Decision.Keep _, Decision.Refuse _ -> true;
      case Decision.Move move -> {
        WorkerRecord next = RecordChanges.moved(worker, move, request, policy, now);
        Event event = events.moved(worker, next, decision.reason(), actor(request));
        Change change =
            move.cause() == TransitionCause.CHECKS_FAILED
                ? new Change.Retire(next, event, retirements.last() + 1)
                : new Change.Update(next, event);
        yield store(change, event);
      }
      case Decision.Mark mark -> {
        Event event = marked(worker, mark, actor(request));
        yield store(
            new Change.Update(RecordChanges.marked(worker, mark, request, now), event), event);
      }
      case Decision.Forget _ -> {
        Event event = events.moved(worker, null, decision.reason(), actor(request));
        yield store(new Change.Remove(worker.name(), worker.revision(), event), event);
      }
    };
  }

  /**
   * Stores a change that a rule has worked out.
   *
   * @return false if the worker has changed since it was read
   */
  boolean store(Change change, Event event) {
    if (!store.apply(change)) {
      return false;
    }
    tell(event);
    return true;
  }

  /**
   * Stores a change of a known worker that is too small to be history: nobody is told.
   *
   * @return false if the worker has changed since it was read
   * @throws StoreException if the store cannot answer
   */
  boolean storeUntold(WorkerRecord next) {
    return store.apply(new Change.Update(next, null));
  }

  /** Writes down that a request was refused. */
  void refused(WorkerRecord worker, Decision.Refuse refuse, Request.Submitted submitted) {
    Event event = events.still(worker, Event.Kind.REFUSED, refuse.reason(), submitted.by());
    history.write(event);
    tell(event);
  }

  /** Writes down that somebody asked for a deep check of a worker that another gateway holds. */
  void checkAsked(WorkerRecord worker, String by, String why) {
    Reason reason = Reason.of(ReasonCode.CHECK_ASKED, "by", by, "why", why);
    Event event = events.still(worker, Event.Kind.CHECK_ASKED, reason, by);
    history.write(event);
    tell(event);
  }

  /** Whether this process is noted as the one that holds the session of a worker. */
  boolean isHeldHere(WorkerRecord worker) {
    return gateway.equals(worker.gateway());
  }

  private Event marked(WorkerRecord worker, Decision.Mark mark, String actor) {
    Event.Kind kind = mark.cordoned() ? Event.Kind.CORDONED : Event.Kind.UNCORDONED;
    return events.still(worker, kind, mark.reason(), actor);
  }

  private static String actor(Request request) {
    return switch (request) {
      case Request.Submitted submitted -> submitted.by();
      case Request.None _ -> Event.RULES;
    };
  }

  private void tell(Event event) {
    log.atInfo()
        .addKeyValue("worker", event.worker())
        .addKeyValue("from", event.from() == null ? "absent" : event.from().word())
        .addKeyValue("to", event.to() == null ? "absent" : event.to().word())
        .addKeyValue("reason", event.reason().code().id())
        .addKeyValue("by", event.actor())
        .log("{}: {}", event.kind().word(), event.reason().sentence());
    listener.changed(event);
  }
}
