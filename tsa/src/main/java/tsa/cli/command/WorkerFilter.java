package tsa.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import tsa.cli.client.ApiClient;
import tsa.wire.WorkerItemJson;

/** Options that choose among the workers. All that are given have to fit. */
final class WorkerFilter {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only those in one of these states.")
  private List<String> states = List.of();

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Only those of that team; 'none' for those of all teams.")
  private String team = "";

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      split = ",",
      description = "Only those with all of these tags.")
  private List<String> tags = List.of();

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      description =
          "Only those in their state, or assessed as they are now, for that reason"
              + " (docs/reasons.md).")
  private String reason = "";

  @Option(names = "--all", description = "Also show retired workers.")
  private boolean all;

  /** What the gateway is to choose by. */
  String query() {
    List<String> parts = new ArrayList<>();
    add(parts, "all", all || states.contains("retired") ? "true" : "");
    add(parts, "state", states.size() == 1 ? states.getFirst() : "");
    if (!team.isEmpty()) {
      parts.add("team=" + (team.equals("none") ? "" : ApiClient.encode(team)));
    }
    add(parts, "tag", String.join(",", tags));
    add(parts, "reason", reason);
    return String.join("&", parts);
  }

  private static void add(List<String> parts, String name, String value) {
    if (!value.isEmpty()) {
      parts.add(name + "=" + ApiClient.encode(value));
    }
  }

  /** Whether a worker that the gateway chose is shown: it knows one state at a time. */
  boolean fits(WorkerItemJson item) {
    return states.isEmpty()
        ? all || !item.state().equals("retired")
        : states.contains(item.state());
  }
}
