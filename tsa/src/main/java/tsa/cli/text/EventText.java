package tsa.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tsa.wire.EventJson;

/** Events in words. */
public final class EventText {
  private static final int WORKER = 2;

  private EventText() {}

  /**
   * The names of the columns.
   *
   * @param worker the one whose events they are; empty for all workers
   */
  public static List<String> header(String worker) {
    return columns(worker, "worker", "id", "when", "what", "change", "by", "reason");
  }

  /** An event in those columns. */
  public static List<String> cells(EventJson event, String worker) {
    return columns(
        worker,
        event.worker(),
        Long.toString(event.id()),
        TimeText.at(event.at()),
        event.kind(),
        change(event),
        event.actor(),
        event.reason().text());
  }

  /** All but one: whose it is need not be said again and again. */
  private static List<String> columns(String worker, String whose, String... others) {
    List<String> cells = new ArrayList<>(List.of(others));
    if (worker.isEmpty()) {
      cells.add(WORKER, whose);
    }
    return cells;
  }

  private static String change(EventJson event) {
    String from = Objects.requireNonNullElse(event.from(), "absent");
    String to = Objects.requireNonNullElse(event.to(), "absent");
    return from.equals(to) ? from : from + " -> " + to;
  }
}
