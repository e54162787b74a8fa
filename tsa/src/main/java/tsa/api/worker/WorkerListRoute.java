package tsa.api.worker;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tsa.api.access.Principal;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.RefusedException;
import tsa.api.view.WorkerViews;
import tsa.control.Assessor;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Reason;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerListJson;
import tsa.worker.WorkerState;

/**
 * The list of workers: Concourse's for fly, and our own for whoever asks with a filter, with {@code
 * all}, or for our media type. One query, however many workers there are.
 */
public final class WorkerListRoute {
  /** Asks for our own list. */
  static final String MEDIA_TYPE = "application/vnd.tsa+json";

  private static final Set<String> FILTERS = Set.of("state", "team", "tag", "reason");

  private final CachedWorkerList workers;
  private final Assessor assessor;

  public WorkerListRoute(CachedWorkerList workers, Assessor assessor) {
    this.workers = workers;
    this.assessor = assessor;
  }

  /**
   * The list. fly's leaves out retired workers: Concourse has no rows of those. Ours has them when
   * it is asked for {@code all}, or for that state.
   */
  public ApiResponse list(ApiRequest request) {
    Principal caller = request.principal();
    WorkerListFilter filter = WorkerListFilter.of(request);
    WorkerStore.Snapshot snapshot = workers.get();
    Stream<WorkerRecord> workers =
        snapshot.workers().stream()
            .filter(worker -> caller.maySee(worker.registration().team()))
            .filter(filter::isWanted)
            .sorted(Comparator.comparing(WorkerRecord::name));
    return isOurs(request)
        ? ApiResponse.json(
            new WorkerListJson(snapshot.now(), items(workers, filter, snapshot.now())))
        : ApiResponse.json(workers.map(WorkerViews::concourse).toList());
  }

  private static boolean isOurs(ApiRequest request) {
    return request.flag("all")
        || request.acceptsByName(MEDIA_TYPE)
        || FILTERS.stream().anyMatch(request.query()::containsKey);
  }

  private List<WorkerItemJson> items(
      Stream<WorkerRecord> workers, WorkerListFilter filter, Instant now) {
    return workers.flatMap(worker -> item(worker, filter, now).stream()).toList();
  }

  private Optional<WorkerItemJson> item(WorkerRecord worker, WorkerListFilter filter, Instant now) {
    Reason assessment = assessor.assess(worker, now).reason();
    return filter.isWanted(worker.reason(), assessment)
        ? Optional.of(WorkerViews.item(worker, assessment))
        : Optional.empty();
  }

  /**
   * What is asked for; null for any.
   *
   * @param team empty for workers of all teams
   * @param tags all of which a worker has to have
   * @param reason code of why it entered its state, or of what the rules make of it now
   * @param retired whether retired ones are wanted without being asked for by state
   */
  private record WorkerListFilter(
      @Nullable WorkerState state,
      @Nullable String team,
      List<String> tags,
      @Nullable String reason,
      boolean retired) {

    static WorkerListFilter of(ApiRequest request) {
      String tags = request.query().get("tag");
      return new WorkerListFilter(
          state(request.query().get("state")),
          request.query().get("team"),
          tags == null ? List.of() : List.of(tags.split(",", -1)),
          request.query().get("reason"),
          request.flag("all"));
    }

    private static @Nullable WorkerState state(@Nullable String word) {
      if (word == null) {
        return null;
      }
      return WorkerState.ofWord(word)
          .orElseThrow(
              () -> RefusedException.of(400, "state has to be one of the six states of a worker"));
    }

    boolean isWanted(WorkerRecord worker) {
      boolean shown =
          state == null
              ? retired || worker.state() != WorkerState.RETIRED
              : worker.state() == state;
      String its = Objects.requireNonNullElse(worker.registration().team(), "");
      return shown
          && (team == null || team.equals(its))
          && worker.registration().tags().containsAll(tags);
    }

    boolean isWanted(Reason entered, Reason assessment) {
      return reason == null
          || reason.equals(entered.code().id())
          || reason.equals(assessment.code().id());
    }
  }
}
