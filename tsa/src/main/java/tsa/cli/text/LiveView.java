package tsa.cli.text;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tsa.cli.CliEnvironment;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerListJson;

/**
 * Draws the workers over the last picture. It uses no other screen and hides nothing, so that
 * whatever ends it leaves the terminal as it should be, with the last picture on it.
 */
public final class LiveView implements WorkersView {
  /** Lines beside the rows of the table: the heading, and the cursor's. */
  private static final int OTHER_LINES = 3;

  private static final String TOP_LEFT = "\u001b[H";
  private static final String CLEAR_ALL = "\u001b[2J";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final CliEnvironment environment;
  private final Screen screen;
  private final URI gateway;
  private final Function<WorkerListJson, Table> tables;
  private List<String> last = List.of();
  private boolean begun;

  public LiveView(
      CliEnvironment environment,
      Screen screen,
      URI gateway,
      Function<WorkerListJson, Table> tables) {
    this.environment = environment;
    this.screen = screen;
    this.gateway = gateway;
    this.tables = tables;
  }

  @Override
  public void show(WorkerListJson list, boolean live) {
    last = screen.lines(tables.apply(list));
    draw(
        TimeText.at(list.now())
            + "  "
            + summary(list)
            + (live ? "" : "  (asking again and again)"));
  }

  @Override
  public void trouble(String why) {
    draw("NOT UP TO DATE: " + why);
  }

  private static String summary(WorkerListJson list) {
    Map<String, Long> states =
        list.workers().stream()
            .collect(
                Collectors.groupingBy(WorkerItemJson::state, TreeMap::new, Collectors.counting()));
    return list.workers().size()
        + (list.workers().size() == 1 ? " worker" : " workers")
        + (states.isEmpty() ? "" : ": ")
        + states.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private void draw(String heading) {
    int room = Math.max(2, environment.size().height() - OTHER_LINES);
    StringBuilder frame = new StringBuilder(begun ? TOP_LEFT : CLEAR_ALL + TOP_LEFT);
    begun = true;
    String first = Screen.clean(gateway + "  " + heading);
    line(frame, first.substring(0, Math.min(first.length(), environment.width())));
    last.stream().limit(room).forEach(text -> line(frame, text));
    if (last.size() > room) {
      line(frame, "… and " + (last.size() - room) + " more");
    }
    environment.out().print(frame.append(CLEAR_BELOW));
    environment.out().flush();
  }

  private static void line(StringBuilder frame, String text) {
    frame.append(text).append(CLEAR_LINE).append('\n');
  }
}
