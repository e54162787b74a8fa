package tsa.api.worker;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.view.JsonViews;
import tsa.api.view.WorkerViews;
import tsa.control.Assessor;
import tsa.control.port.History;
import tsa.control.port.ReadScope;
import tsa.control.port.ResidueJournal;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.CheckJson;
import tsa.wire.CheckListJson;
import tsa.wire.EventJson;
import tsa.wire.EventListJson;
import tsa.worker.WorkerName;

/** Routes that only look. */
public final class WorkerQueryRoutes {
  private static final int EVENTS = 50;
  private static final int CHECKS = 10;
  private static final int LARGEST_PAGE = 200;
  private static final int RESIDUE_COUNTED = 100;

  private final WorkerStore store;
  private final History history;
  private final ResidueJournal residue;
  private final Assessor assessor;
  private final WorkerLookup lookup;

  public WorkerQueryRoutes(
      WorkerStore store,
      History history,
      ResidueJournal residue,
      Assessor assessor,
      WorkerLookup lookup) {
    this.store = store;
    this.history = history;
    this.residue = residue;
    this.assessor = assessor;
    this.lookup = lookup;
  }

  /** One worker with all that is known of it. */
  public ApiResponse detail(ApiRequest request) {
    WorkerLookup.VisibleWorker seen = lookup.visible(request);
    WorkerRecord worker = seen.worker();
    CheckJson lastCheck =
        history.checks(worker.name(), request.principal().scope(), null, 1).stream()
            .findFirst()
            .map(JsonViews::check)
            .orElse(null);
    return ApiResponse.json(
        WorkerViews.detail(
            worker,
            seen.now(),
            assessor.assess(worker, seen.now()),
            assessor.scheduling(worker),
            lookup.held(worker.name()),
            lastCheck,
            residue.overdue(worker.name(), RESIDUE_COUNTED).size()));
  }

  /**
   * Its events. They outlive it, and belong to whoever it belonged to then: of a worker that was
   * forgotten, or whose name is another team's now, its old team still gets what was theirs.
   */
  public ApiResponse events(ApiRequest request) {
    WorkerName name = request.worker();
    HistoryPage page = HistoryPage.of(request, EVENTS);
    WorkerStore.View view = store.find(name);
    ReadScope scope = request.principal().scope();
    List<History.StoredEvent> found = history.events(name, scope, page.before(), page.limit());
    requireKnown(request, view, page.before() != null || !found.isEmpty());
    List<EventJson> events = found.stream().map(JsonViews::event).toList();
    return ApiResponse.json(
        new EventListJson(view.now(), events, page.next(found, History.StoredEvent::id)));
  }

  /**
   * The newest events that the caller may see, of all workers. A page may have fewer of them than
   * were asked for, and none at all, before the last.
   */
  public ApiResponse recent(ApiRequest request) {
    HistoryPage page = HistoryPage.of(request, EVENTS);
    List<History.StoredEvent> found = history.recent(page.before(), page.limit());
    ReadScope scope = request.principal().scope();
    List<EventJson> events =
        found.stream()
            .filter(written -> scope.see(written.event().owner()))
            .map(JsonViews::event)
            .toList();
    return ApiResponse.json(
        new EventListJson(store.now(), events, page.next(found, History.StoredEvent::id)));
  }

  /** Its deep checks; whose they are, as with events. */
  public ApiResponse checks(ApiRequest request) {
    WorkerName name = request.worker();
    HistoryPage page = HistoryPage.of(request, CHECKS);
    WorkerStore.View view = store.find(name);
    ReadScope scope = request.principal().scope();
    List<History.StoredCheck> found = history.checks(name, scope, page.before(), page.limit());
    requireKnown(request, view, page.before() != null || !found.isEmpty());
    List<CheckJson> checks = found.stream().map(JsonViews::check).toList();
    return ApiResponse.json(
        new CheckListJson(view.now(), checks, page.next(found, History.StoredCheck::id)));
  }

  /**
   * Without a line to show, a worker that the caller may not see is as absent as one there is not.
   */
  private void requireKnown(ApiRequest request, WorkerStore.View view, boolean known) {
    boolean seen =
        view.worker().filter(w -> request.principal().maySee(w.registration().team())).isPresent();
    if (!known && !seen) {
      throw lookup.unknown(request, request.worker());
    }
  }

  /**
   * Which part of a history is asked for.
   *
   * @param before only what has a smaller id; null for the newest
   */
  private record HistoryPage(@Nullable Long before, int limit) {
    static HistoryPage of(ApiRequest request, int usual) {
      long limit = request.number("limit", LARGEST_PAGE).orElse((long) usual);
      return new HistoryPage(request.number("before", Long.MAX_VALUE).orElse(null), (int) limit);
    }

    /** Before what the next part begins; null after the last. */
    <T> @Nullable Long next(List<T> found, ToLongFunction<T> id) {
      return found.size() < limit ? null : Long.valueOf(id.applyAsLong(found.getLast()));
    }
  }
}
