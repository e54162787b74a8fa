package tsa.api;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tsa.control.Assessor;
import tsa.control.WorkerStore;
import tsa.lifecycle.Reason;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerListJson;
import tsa.worker.WorkerState;

/**
 * The list of workers: Concourse's for fly, and our own for whoever asks with a filter, with {@code
 * all}, or for our media type. One query, however many workers there are.
 */
final class WorkerList {
  /** Asks for our own list. */
  static final String MEDIA_TYPE = "application/vnd.tsa+json";

  private static final Set<String> FILTERS = Set.of("state", "team", "tag", "reason");

  private final SharedList workers;
  private final Assessor assessor;

  WorkerList(SharedList workers, Assessor assessor) {
    this.workers = workers;
    this.assessor = assessor;
  }

  /**
   * The list. fly's leaves out retired workers: Concourse has no rows of those. Ours has them when
   * it is asked for {@code all}, or for that state.
   */
  Answer list(Call call) {
    Principal caller = call.principal();
    Wanted wanted = Wanted.of(call);
    WorkerStore.Snapshot snapshot = workers.get();
    Stream<WorkerRecord> workers =
        snapshot.workers().stream()
            .filter(worker -> caller.maySee(worker.registration().team()))
            .filter(wanted::isWanted)
            .sorted(Comparator.comparing(WorkerRecord::name));
    return isOurs(call)
        ? Answer.json(new WorkerListJson(snapshot.now(), items(workers, wanted, snapshot.now())))
        : Answer.json(workers.map(WorkerViews::concourse).toList());
  }

  private static boolean isOurs(Call call) {
    return call.flag("all")
        || call.acceptsByName(MEDIA_TYPE)
        || FILTERS.stream().anyMatch(call.query()::containsKey);
  }

  private List<WorkerItemJson> items(Stream<WorkerRecord> workers, Wanted wanted, Instant now) {
    return workers.flatMap(worker -> item(worker, wanted, now).stream()).toList();
  }

  private Optional<WorkerItemJson> item(WorkerRecord worker, Wanted wanted, Instant now) {
    Reason judgement = assessor.assess(worker, now).reason();
    return wanted.isWanted(worker.reason(), judgement)
        ? Optional.of(WorkerViews.item(worker, judgement))
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
  private record Wanted(
      @Nullable WorkerState state,
      @Nullable String team,
      List<String> tags,
      @Nullable String reason,
      boolean retired) {

    static Wanted of(Call call) {
      String tags = call.query().get("tag");
      return new Wanted(
          state(call.query().get("state")),
          call.query().get("team"),
          tags == null ? List.of() : List.of(tags.split(",", -1)),
          call.query().get("reason"),
          call.flag("all"));
    }

    private static @Nullable WorkerState state(@Nullable String word) {
      if (word == null) {
        return null;
      }
      return WorkerState.ofWord(word)
          .orElseThrow(() -> Refusal.of(400, "state has to be one of the six states of a worker"));
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

    boolean isWanted(Reason entered, Reason judgement) {
      return reason == null
          || reason.equals(entered.code().id())
          || reason.equals(judgement.code().id());
    }
  }
}
