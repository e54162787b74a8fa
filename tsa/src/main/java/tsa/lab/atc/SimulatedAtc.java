package tsa.lab.atc;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Ticker;
import tsa.worker.WorkerState;

/**
 * The rows that an ATC keeps of workers, and what becomes of them (docs/protocol/atc.md). Answers
 * are the status of HTTP that a real one was seen to give. Thread-safe.
 */
public final class SimulatedAtc {
  /** What is told of a worker. */
  public record Advertised(
      String name, String team, String address, String state, boolean ephemeral, String version) {}

  /**
   * A row.
   *
   * @param address null once it has landed
   * @param expires on the ticker; null for never
   * @param builds unfinished ones, which hold up a drain
   */
  public record WorkerRow(
      String name,
      String team,
      @Nullable String address,
      WorkerState state,
      boolean ephemeral,
      @Nullable Long expires,
      int builds) {
    WorkerRow with(WorkerState now, @Nullable Long expiry) {
      return new WorkerRow(name, team, address, now, ephemeral, expiry, builds);
    }

    WorkerRow landed() {
      return new WorkerRow(name, team, null, WorkerState.LANDED, ephemeral, expires, builds);
    }

    WorkerRow building(int more) {
      return new WorkerRow(name, team, address, state, ephemeral, expires, builds + more);
    }
  }

  private final Ticker ticker;
  private final Map<String, WorkerRow> rows = new LinkedHashMap<>();
  private final Map<String, List<String>> destroying = new HashMap<>();
  private final Map<String, List<String>> reported = new HashMap<>();

  public SimulatedAtc(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Stores what a worker is to be. */
  public synchronized int register(Advertised told, @Nullable Duration ttl) {
    if (told.address().isEmpty() || !told.version().matches("[0-9.]*")) {
      return 400;
    }
    WorkerRow before = rows.get(told.name());
    boolean taken =
        rows.values().stream()
            .anyMatch(
                row -> !row.name().equals(told.name()) && told.address().equals(row.address()));
    Optional<WorkerState> state =
        told.state().isEmpty()
            ? Optional.of(WorkerState.RUNNING)
            : WorkerState.ofWord(told.state()).filter(word -> word != WorkerState.RETIRED);
    if (taken || state.isEmpty() || (before != null && !before.team().equals(told.team()))) {
      return 500;
    }
    rows.put(
        told.name(),
        new WorkerRow(
            told.name(),
            told.team(),
            told.address(),
            state.get(),
            told.ephemeral(),
            expiry(ttl),
            before == null ? 0 : before.builds()));
    return 200;
  }

  private @Nullable Long expiry(@Nullable Duration ttl) {
    return ttl == null ? null : ticker.nanos() + ttl.toNanos();
  }

  /** Takes a heartbeat: 404 without a row. */
  public synchronized int heartbeat(String name, @Nullable Duration ttl) {
    WorkerRow row = rows.get(name);
    if (row == null) {
      return 404;
    }
    WorkerState state =
        switch (row.state()) {
          case LANDING, LANDED, RETIRING -> row.state();
          case RUNNING, STALLED, RETIRED -> WorkerState.RUNNING;
        };
    rows.put(name, row.with(state, expiry(ttl)));
    return 200;
  }

  /** Has it land. */
  public synchronized int land(String name) {
    WorkerRow row = rows.get(name);
    if (row == null) {
      return 404;
    }
    if (row.state() != WorkerState.LANDED) {
      rows.put(name, row.with(WorkerState.LANDING, row.expires()));
    }
    return 200;
  }

  /** Has it retire; one that has landed cannot. */
  public synchronized int retire(String name) {
    WorkerRow row = rows.get(name);
    if (row == null) {
      return 404;
    }
    if (row.state() == WorkerState.LANDED) {
      return 500;
    }
    rows.put(name, row.with(WorkerState.RETIRING, row.expires()));
    return 200;
  }

  /** Removes a row: 500 if there is none. */
  public synchronized int delete(String name) {
    return rows.remove(name) == null ? 500 : 200;
  }

  /** Removes a row, but not a running one. */
  public synchronized int prune(String name) {
    WorkerRow row = rows.get(name);
    if (row == null) {
      return 404;
    }
    if (row.state() == WorkerState.RUNNING) {
      return 400;
    }
    rows.remove(name);
    return 200;
  }

  /** What a worker's objects are said to be. */
  public synchronized int report(String name, String kind, List<String> handles) {
    if (!rows.containsKey(name)) {
      return handles.isEmpty() ? 204 : 500;
    }
    reported.put(kind + " " + name, List.copyOf(handles));
    return 204;
  }

  /** The last report; empty if there was none. */
  public synchronized Optional<List<String>> reported(String name, String kind) {
    return Optional.ofNullable(reported.get(kind + " " + name));
  }

  /** Has objects of a worker destroyed. */
  public synchronized void destroy(String name, String kind, List<String> handles) {
    destroying.put(kind + " " + name, List.copyOf(handles));
  }

  /** Which objects of a worker are to be destroyed. */
  public synchronized List<String> destroying(String name, String kind) {
    return destroying.getOrDefault(kind + " " + name, List.of());
  }

  /** What its collector does about every 30 s. */
  public synchronized void collect() {
    long now = ticker.nanos();
    for (WorkerRow row : List.copyOf(rows.values())) {
      boolean expired = row.expires() != null && row.expires() - now < 0;
      if (expired && row.ephemeral()) {
        rows.remove(row.name());
      } else if (expired && row.state() == WorkerState.RUNNING) {
        rows.put(row.name(), row.with(WorkerState.STALLED, null));
      } else if (row.builds() == 0 && row.state() == WorkerState.RETIRING) {
        rows.remove(row.name());
      } else if (row.builds() == 0 && row.state() == WorkerState.LANDING) {
        rows.put(row.name(), row.landed());
      }
    }
  }

  /** Begins a build on a worker, or ends one. */
  public synchronized void build(String name, int more) {
    rows.computeIfPresent(name, (same, row) -> row.building(more));
  }

  /** A worker's row, if it has one. */
  public synchronized Optional<WorkerRow> row(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  /** The state of a worker's row; null if it has none. */
  public @Nullable WorkerState state(String name) {
    return row(name).map(WorkerRow::state).orElse(null);
  }

  /** All rows. */
  public synchronized Collection<WorkerRow> rows() {
    return List.copyOf(rows.values());
  }

  /** Forgets everything, as an ATC with another database. */
  public synchronized void clear() {
    rows.clear();
  }

  /** Whether a row belongs to that team. */
  boolean isOf(String name, String team) {
    return row(name).filter(row -> Objects.equals(row.team(), team)).isPresent();
  }
}
