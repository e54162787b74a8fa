package tsa.api;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
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
    Page page = Page.of(call, EVENTS);
    WorkerStore.View view = store.find(name);
    Readers readers = call.principal().readers();
    List<History.Written> found = history.events(name, readers, page.before(), page.limit());
    requireKnown(call, view, page.before() != null || !found.isEmpty());
    List<EventJson> events = found.stream().map(Views::event).toList();
    return Answer.json(
        new EventListJson(view.now(), events, page.next(found, History.Written::id)));
  }

  /**
   * The newest events that the caller may see, of all workers. A page may have fewer of them than
   * were asked for, and none at all, before the last.
   */
  Answer recent(Call call) {
    Page page = Page.of(call, EVENTS);
    List<History.Written> found = history.recent(page.before(), page.limit());
    Readers readers = call.principal().readers();
    List<EventJson> events =
        found.stream()
            .filter(written -> readers.see(written.event().owner()))
            .map(Views::event)
            .toList();
    return Answer.json(
        new EventListJson(store.now(), events, page.next(found, History.Written::id)));
  }

  /** Its deep checks; whose they are, as with events. */
  Answer checks(Call call) {
    WorkerName name = call.worker();
    Page page = Page.of(call, CHECKS);
    WorkerStore.View view = store.find(name);
    Readers readers = call.principal().readers();
    List<History.Check> found = history.checks(name, readers, page.before(), page.limit());
    requireKnown(call, view, page.before() != null || !found.isEmpty());
    List<CheckJson> checks = found.stream().map(Views::check).toList();
    return Answer.json(new CheckListJson(view.now(), checks, page.next(found, History.Check::id)));
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

  /**
   * Which part of a history is asked for.
   *
   * @param before only what has a smaller id; null for the newest
   */
  private record Page(@Nullable Long before, int limit) {
    static Page of(Call call, int usual) {
      long limit = call.number("limit", LARGEST_PAGE).orElse((long) usual);
      return new Page(call.number("before", Long.MAX_VALUE).orElse(null), (int) limit);
    }

    /** Before what the next part begins; null after the last. */
    <T> @Nullable Long next(List<T> found, ToLongFunction<T> id) {
      return found.size() < limit ? null : Long.valueOf(id.applyAsLong(found.getLast()));
    }
  }
}
