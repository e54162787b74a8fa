package tsa.lab.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.wire.EventJson;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerListJson;

/** What REST says of the demo's workers: what an operator would see, and nothing else. */
final class ObservedFleet {
  private static final int EVENTS = 100;

  private final ApiClient api;
  private final Map<String, List<EventJson>> events = new HashMap<>();
  private WorkerListJson list;

  ObservedFleet(ApiClient api) throws CliException {
    this.api = api;
    this.list = api.workers();
  }

  /**
   * Asks again.
   *
   * @return the events that are new, in their order
   */
  List<EventJson> refresh() throws CliException {
    list = api.workers();
    List<EventJson> fresh = new ArrayList<>();
    for (String name : DemoWorkers.NAMES) {
      List<EventJson> known = events.getOrDefault(name, List.of());
      List<EventJson> now = eventsOf(name);
      now.stream().filter(event -> !known.contains(event)).forEach(fresh::add);
      events.put(name, now);
    }
    fresh.sort(Comparator.comparingLong(EventJson::id));
    return fresh;
  }

  private List<EventJson> eventsOf(String name) throws CliException {
    try {
      return api.events(name, EVENTS, null).events();
    } catch (CliException e) {
      if (e.isNotFound()) {
        return List.of(); // it has not joined yet
      }
      throw e;
    }
  }

  WorkerListJson list() {
    return list;
  }

  @Nullable WorkerItemJson worker(String name) {
    return list.workers().stream().filter(w -> w.name().equals(name)).findFirst().orElse(null);
  }

  boolean isIn(String name, String state) {
    WorkerItemJson worker = worker(name);
    return worker != null && worker.state().equals(state);
  }

  boolean lastCheckWas(String name, String verdict) {
    WorkerItemJson worker = worker(name);
    return worker != null
        && worker.lastCheck() != null
        && worker.lastCheck().verdict().equals(verdict);
  }

  /** Whether the worker went from one state to the other for that reason; null is absent. */
  boolean went(String name, @Nullable String from, @Nullable String to, String reason) {
    return events.getOrDefault(name, List.of()).stream()
        .anyMatch(event ->
            Objects.equals(event.from(), from)
                && Objects.equals(event.to(), to)
                && event.reason().code().equals(reason));
  }

  /** How often the worker changed its state. */
  long changes(String name) {
    return events.getOrDefault(name, List.of()).stream()
        .filter(event -> event.kind().equals("state"))
        .count();
  }
}
