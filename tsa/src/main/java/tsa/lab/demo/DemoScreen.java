package tsa.lab.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tsa.cli.CliEnvironment;
import tsa.cli.text.Colour;
import tsa.cli.text.Table;
import tsa.cli.text.TimeText;
import tsa.wire.EventJson;
import tsa.wire.WorkerItemJson;

/** Shows the demo: a table that is redrawn on a terminal, plain lines elsewhere. */
final class DemoScreen {
  private static final int HISTORY = 12;
  private static final String HOME = "\u001b[H";
  private static final String CLEAR = "\u001b[2J";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintWriter out;
  private final boolean live;
  private final boolean colours;
  private final int width;
  private final Deque<String> history = new ArrayDeque<>();
  private String doing = "";
  private boolean drawn;

  DemoScreen(CliEnvironment environment) {
    this.out = environment.out();
    this.live = environment.terminal();
    this.colours = environment.colours();
    this.width = environment.width();
  }

  /** Says what is being done. */
  void say(Duration at, String text) {
    doing = text;
    if (!live) {
      out.printf("%s  -- %s%n", stamp(at), text);
      out.flush();
    }
  }

  /** Tells an event. */
  void tell(Duration at, EventJson event) {
    String line =
        "%s  %-8s %s: %s"
            .formatted(stamp(at), event.worker(), change(event), event.reason().text());
    if (!live) {
      out.println(line);
      out.flush();
      return;
    }
    history.addLast(line);
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
  }

  private static String change(EventJson event) {
    String from = event.from() == null ? "absent" : event.from();
    String to = event.to() == null ? "absent" : event.to();
    return from.equals(to) ? to : from + " -> " + to;
  }

  /** Draws the table anew, on a terminal. */
  void draw(ObservedFleet fleet, Duration at) {
    if (!live) {
      return;
    }
    StringBuilder screen = new StringBuilder(drawn ? HOME : HOME + CLEAR);
    drawn = true;
    line(screen, "tsa demo, " + TimeText.length(at) + ": " + doing);
    line(screen, "");
    table(fleet).forEach(row -> line(screen, row));
    line(screen, "");
    history.forEach(event -> line(screen, cut(event)));
    out.print(screen + CLEAR_BELOW);
    out.flush();
  }

  private List<String> table(ObservedFleet fleet) {
    Table table = new Table(width);
    table.row(List.of("name", "state", "since", "containers", "last check", "reason"));
    for (WorkerItemJson worker : fleet.list().workers()) {
      table.row(
          List.of(
              worker.name(),
              worker.state(),
              TimeText.length(Duration.between(worker.since(), fleet.list().now())),
              Integer.toString(worker.worker().activeContainers()),
              worker.lastCheck() == null ? "none yet" : worker.lastCheck().verdict(),
              worker.reason().text()),
          1,
          Colour.ofState(worker.state()));
    }
    return table.lines((colour, text) -> colours ? colour.paint(text) : text);
  }

  private String cut(String text) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static void line(StringBuilder screen, String text) {
    screen.append(text).append(CLEAR_LINE).append('\n');
  }

  /** Tells in the end what was seen. */
  void summary(List<DemoExpectation> seen, List<DemoExpectation> missing, Duration at) {
    out.println();
    seen.forEach(fact -> mark(Colour.GREEN, "ok", fact.title()));
    missing.forEach(fact -> mark(Colour.RED, "NOT SEEN", fact.title()));
    out.println();
    out.println(
        missing.isEmpty()
            ? "all of it happened, in " + TimeText.length(at)
            : missing.size() + " of " + (seen.size() + missing.size()) + " did not happen");
    out.flush();
  }

  private void mark(Colour colour, String mark, String text) {
    out.println((colours ? colour.paint(mark) : mark) + "  " + text);
  }

  private static String stamp(Duration at) {
    return "%5.1fs".formatted(at.toMillis() / 1000.0);
  }
}
