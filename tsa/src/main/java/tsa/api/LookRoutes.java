package tsa.api;

import java.util.List;
import tsa.control.Assessor;
import tsa.control.History;
import tsa.control.Readers;
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
        history.checks(worker.name(), call.principal().readers(), null, 1).stream()
            .findFirst()
            .map(Views::check)
            .orElse(null);
    return Answer.json(
        WorkerViews.detail(
            worker,
            seen.now(),
            assessor.assess(worker, seen.now()),
            lookup.held(worker.name()),
            lastCheck,
            residue.overdue(worker.name(), RESIDUE_COUNTED).size()));
  }

  /**
   * Its events. They outlive it, and belong to whoever it belonged to then: of a worker that was
   * forgotten, or whose name is another team's now, its old team still gets what was theirs.
   */
  Answer events(Call call) {
    WorkerName name = call.worker();
    long limit = call.number("limit", LARGEST_PAGE).orElse((long) EVENTS);
    Long before = call.number("before", Long.MAX_VALUE).orElse(null);
    WorkerStore.View view = store.find(name);
    Readers readers = call.principal().readers();
    List<EventJson> events =
        history.events(name, readers, before, (int) limit).stream().map(Views::event).toList();
    requireKnown(call, view, before != null || !events.isEmpty());
    Long next = events.size() < limit ? null : Long.valueOf(events.getLast().id());
    return Answer.json(new EventListJson(view.now(), events, next));
  }

  /**
   * The newest events that the caller may see, of all workers. A page may have fewer of them than
   * were asked for, and none at all, before the last.
   */
  Answer recent(Call call) {
    long limit = call.number("limit", LARGEST_PAGE).orElse((long) EVENTS);
    Long before = call.number("before", Long.MAX_VALUE).orElse(null);
    List<History.Written> page = history.recent(before, (int) limit);
    Readers readers = call.principal().readers();
    List<EventJson> events =
        page.stream()
            .filter(written -> readers.see(written.event().owner()))
            .map(Views::event)
            .toList();
    Long next = page.size() < limit ? null : Long.valueOf(page.getLast().id());
    return Answer.json(new EventListJson(store.now(), events, next));
  }

  /** Its deep checks; whose they are, as with events. */
  Answer checks(Call call) {
    WorkerName name = call.worker();
    long limit = call.number("limit", LARGEST_PAGE).orElse((long) CHECKS);
    Long before = call.number("before", Long.MAX_VALUE).orElse(null);
    WorkerStore.View view = store.find(name);
    Readers readers = call.principal().readers();
    List<CheckJson> checks =
        history.checks(name, readers, before, (int) limit).stream().map(Views::check).toList();
    requireKnown(call, view, before != null || !checks.isEmpty());
    Long next = checks.size() < limit ? null : checks.getLast().id();
    return Answer.json(new CheckListJson(view.now(), checks, next));
  }

  /**
   * Without a line to show, a worker that the caller may not see is as absent as one there is not.
   */
  private void requireKnown(Call call, WorkerStore.View view, boolean known) {
    boolean seen =
        view.worker().filter(w -> call.principal().maySee(w.registration().team())).isPresent();
    if (!known && !seen) {
      throw lookup.unknown(call, call.worker());
    }
  }
}
