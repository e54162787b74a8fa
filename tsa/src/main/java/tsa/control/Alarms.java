package tsa.control;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.worker.WorkerName;

/**
 * The alarms of the fleet: one for each cause that holds the rules for the fleet as a whole, naming
 * the workers that would have been acted on. Written in one lane, read by anybody.
 */
final class Alarms {
  private static final Logger log = LoggerFactory.getLogger(Alarms.class);

  private final Map<ReasonCode, SortedSet<WorkerName>> found = new EnumMap<>(ReasonCode.class);
  private final Map<ReasonCode, Reason> reasons = new EnumMap<>(ReasonCode.class);
  private volatile Map<ReasonCode, Alarm> current = Map.of();

  /** Takes note of what was decided about a worker, of whatever gateway. */
  void note(WorkerName worker, Decision decision) {
    ReasonCode code = decision.reason().code();
    if (code == ReasonCode.HELD_FLEET_BRAKE || code == ReasonCode.HELD_FLEET_FREEZE) {
      found.computeIfAbsent(code, any -> new TreeSet<>()).add(worker);
      reasons.put(code, decision.reason());
    }
  }

  /** Ends a pass: raises what is new, and lowers what is over. */
  void passed() {
    Map<ReasonCode, Alarm> next = new EnumMap<>(ReasonCode.class);
    found.forEach((code, workers) ->
        next.put(code, new Alarm(Objects.requireNonNull(reasons.get(code)), workers)));
    next.values().stream().filter(this::isNews).forEach(Alarms::raise);
    current.keySet().stream().filter(code -> !next.containsKey(code)).forEach(Alarms::lower);
    current = Map.copyOf(next);
    found.clear();
    reasons.clear();
  }

  private boolean isNews(Alarm alarm) {
    Alarm before = current.get(alarm.reason().code());
    return before == null || !before.workers().containsAll(alarm.workers());
  }

  private static void raise(Alarm alarm) {
    log.atError()
        .addKeyValue("reason", alarm.reason().code().id())
        .addKeyValue("workers", alarm.workers().size())
        .log(
            "alarm: {}: {}",
            alarm.reason().sentence(),
            alarm.workers().stream().map(WorkerName::value).collect(Collectors.joining(", ")));
  }

  private static void lower(ReasonCode code) {
    log.atWarn().addKeyValue("reason", code.id()).log("the alarm is over");
  }

  /** Those of the last pass. */
  Map<ReasonCode, Alarm> current() {
    return current;
  }
}
