package tsa.control;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tsa.worker.WorkerName;

/** The sessions of this process, found by the names of their workers. Thread-safe. */
final class Sessions {
  private final Set<WorkerSession> all = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<WorkerName, List<WorkerSession>> byName = new ConcurrentHashMap<>();

  void add(WorkerSession session) {
    all.add(session);
    byName.merge(session.name(), List.of(session), Sessions::joined);
  }

  private static List<WorkerSession> joined(List<WorkerSession> some, List<WorkerSession> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  void remove(WorkerSession session) {
    all.remove(session);
    byName.computeIfPresent(session.name(), (name, some) -> without(some, session));
  }

  private static @Nullable List<WorkerSession> without(
      List<WorkerSession> some, WorkerSession one) {
    List<WorkerSession> rest = some.stream().filter(session -> session != one).toList();
    return rest.isEmpty() ? null : rest;
  }

  /** All of them, in no order. */
  Collection<WorkerSession> all() {
    return all;
  }

  /** The one that is in charge of a name. */
  Optional<WorkerSession> inCharge(WorkerName name) {
    return of(name).stream().filter(WorkerSession::inCharge).findFirst();
  }

  /** Whether a registration of that name waits here. */
  boolean waits(WorkerName name) {
    return !of(name).stream().allMatch(WorkerSession::inCharge);
  }

  private List<WorkerSession> of(WorkerName name) {
    return byName.getOrDefault(name, List.of());
  }
}
