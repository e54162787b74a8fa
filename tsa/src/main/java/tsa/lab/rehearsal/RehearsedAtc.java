package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Atc;
import tsa.lab.atc.SimulatedAtc;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** The ATC of a rehearsal: it answers at once, or is away. Not thread-safe. */
public final class RehearsedAtc implements Atc {
  private static final Duration COLLECTION = Duration.ofSeconds(30);

  private final SimulatedAtc rows;
  private final VirtualTime time;
  private boolean away;

  RehearsedAtc(VirtualTime time) {
    this.time = time;
    this.rows = new SimulatedAtc(time);
    time.after(COLLECTION, this::collect);
  }

  private void collect() {
    rows.collect();
    time.after(COLLECTION, this::collect);
  }

  /** Its rows. */
  public SimulatedAtc rows() {
    return rows;
  }

  /** Whether nobody can reach it. */
  public void away(boolean yes) {
    away = yes;
  }

  boolean isAway() {
    return away;
  }

  private Answer answer(IntSupplier act, Optional<WorkerState> row) {
    if (away) {
      return new Answer.Unavailable("it is away");
    }
    int status = act.getAsInt();
    return switch (status) {
      case 200, 204 -> new Answer.Accepted(row);
      case 404 -> new Answer.NotFound();
      case 400 -> new Answer.Rejected("400");
      default -> new Answer.Unavailable(Integer.toString(status));
    };
  }

  @Override
  public Answer ping() {
    return answer(() -> 200, Optional.empty());
  }

  @Override
  public Answer register(AtcWorker worker, WorkerState state, @Nullable Duration ttl) {
    String team = worker.registration().team();
    SimulatedAtc.Advertised told =
        new SimulatedAtc.Advertised(
            worker.registration().name().value(),
            team == null ? "" : team,
            worker.address().garden(),
            state.word(),
            worker.registration().ephemeral(),
            worker.registration().version());
    return answer(() -> rows.register(told, ttl), Optional.of(state));
  }

  @Override
  public Answer heartbeat(AtcWorker worker, Duration ttl) {
    String name = worker.registration().name().value();
    Answer answer = answer(() -> rows.heartbeat(name, ttl), Optional.empty());
    return answer instanceof Answer.Accepted
        ? new Answer.Accepted(
            rows.row(name).map(SimulatedAtc.WorkerRow::state),
            rows.row(name).map(SimulatedAtc.WorkerRow::address))
        : answer;
  }

  @Override
  public Answer land(WorkerName name, @Nullable String team) {
    return answer(() -> rows.land(name.value()), Optional.of(WorkerState.LANDING));
  }

  @Override
  public Answer retire(WorkerName name, @Nullable String team) {
    return answer(() -> rows.retire(name.value()), Optional.of(WorkerState.RETIRING));
  }

  @Override
  public Answer delete(WorkerName name, @Nullable String team) {
    Answer answer = answer(() -> rows.delete(name.value()), Optional.empty());
    return answer instanceof Answer.Unavailable && !away ? new Answer.NotFound() : answer;
  }

  @Override
  public Answer report(WorkerName name, ObjectKind kind, List<String> handles) {
    return answer(() -> rows.report(name.value(), kind.word(), handles), Optional.empty());
  }

  @Override
  public Destroying destroying(WorkerName name, ObjectKind kind) {
    return new Destroying(
        answer(() -> 200, Optional.empty()), rows.destroying(name.value(), kind.word()));
  }
}
