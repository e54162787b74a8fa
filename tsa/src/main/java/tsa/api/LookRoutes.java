package tsa.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tsa.control.Assessor;
import tsa.control.History;
import tsa.control.ResidueJournal;
import tsa.control.WorkerStore;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.CheckJson;
import tsa.wire.CheckListJson;
import tsa.wire.EventJson;
import tsa.wire.EventListJson;
import tsa.worker.WorkerName;

/** Routes that only look. */
final class LookRoutes {
  private static final int EVENTS = 50;
  private static final int CHECKS = 10;
  private static final int LARGEST_PAGE = 200;
  private static final int RESIDUE_COUNTED = 100;

  private final WorkerStore store;
  private final History history;
  private final ResidueJournal residue;
  private final Assessor assessor;
  private final Lookup lookup;

  LookRoutes(
      WorkerStore store,
      History history,
      ResidueJournal residue,
      Assessor assessor,
      Lookup lookup) {
    this.store = store;
    this.history = history;
    this.residue = residue;
    this.assessor = assessor;
    this.lookup = lookup;
  }

  /** One worker with all that is known of it. */
  Answer detail(Call call) {
    Lookup.Seen seen = lookup.visible(call);
    WorkerRecord worker = seen.worker();
    CheckJson lastCheck =
        history.checks(worker.name(), 1).stream().findFirst().map(Views::check).orElse(null);
    return Answer.json(
        WorkerViews.detail(
            worker,
            seen.now(),
            assessor.assess(worker, seen.now()),
            lookup.held(worker.name()),
            lastCheck,
            residue.overdue(worker.name(), RESIDUE_COUNTED).size()));
  }

  /** Its events. They outlive it: an admin gets those of a worker that was forgotten too. */
  Answer events(Call call) {
    WorkerName name = call.worker();
    long limit = call.number("limit", LARGEST_PAGE).orElse((long) EVENTS);
    Long before = call.number("before", Long.MAX_VALUE).orElse(null);
    Instant now = historyOf(call);
    List<EventJson> events =
        history.events(name, before, (int) limit).stream().map(Views::event).toList();
    if (events.isEmpty() && before == null && store.find(name).worker().isEmpty()) {
      throw lookup.unknown(call, name);
    }
    Long next = events.size() < limit ? null : Long.valueOf(events.getLast().id());
    return Answer.json(new EventListJson(now, events, next));
  }

  /**
   * The newest events of all workers the caller may see. Of workers whose row is gone only admins
   * hear: whose they were is not known any more.
   */
  Answer recent(Call call) {
    long limit = call.number("limit", LARGEST_PAGE).orElse((long) EVENTS);
    Long before = call.number("before", Long.MAX_VALUE).orElse(null);
    List<History.Written> page = history.recent(before, (int) limit);
    WorkerStore.Snapshot snapshot = store.all();
    Set<WorkerName> seen =
        snapshot.workers().stream()
            .filter(worker -> call.principal().maySee(worker.registration().team()))
            .map(WorkerRecord::name)
            .collect(Collectors.toSet());
    List<EventJson> events =
        page.stream()
            .filter(written -> call.principal().admin() || seen.contains(written.event().worker()))
            .map(Views::event)
            .toList();
    Long next = page.size() < limit ? null : Long.valueOf(page.getLast().id());
    return Answer.json(new EventListJson(snapshot.now(), events, next));
  }

  /** Its deep checks. */
  Answer checks(Call call) {
    WorkerName name = call.worker();
    long limit = call.number("limit", LARGEST_PAGE).orElse((long) CHECKS);
    Long before = call.number("before", Long.MAX_VALUE).orElse(null);
    Instant now = historyOf(call);
    List<CheckJson> checks =
        history.checks(name, before, (int) limit).stream().map(Views::check).toList();
    if (checks.isEmpty() && before == null && store.find(name).worker().isEmpty()) {
      throw lookup.unknown(call, name);
    }
    Long next = checks.size() < limit ? null : checks.getLast().id();
    return Answer.json(new CheckListJson(now, checks, next));
  }

  private Instant historyOf(Call call) {
    return call.principal().admin() ? store.find(call.worker()).now() : lookup.visible(call).now();
  }
}
