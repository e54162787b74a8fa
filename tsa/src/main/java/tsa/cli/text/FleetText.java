package tsa.cli.text;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tsa.wire.FleetJson;
import tsa.wire.ReasonJson;

/** The fleet in words. */
public final class FleetText {
  private static final int LABEL = 12;

  private final FleetJson fleet;
  private final Screen screen;

  public FleetText(FleetJson fleet, Screen screen) {
    this.fleet = fleet;
    this.screen = screen;
  }

  public void print() {
    int all = fleet.states().values().stream().mapToInt(Integer::intValue).sum();
    line("workers", all + ": " + states() + "; " + fleet.connected() + " connected");
    line(
        "brake's view",
        "of %d expected to work, %d are well, %d fail or failed lately, %d are out of reach"
            .formatted(fleet.expected(), fleet.healthy(), fleet.failing(), fleet.unreachable()));
    hold("brake", fleet.brake(), "nobody is retired by the rules");
    hold("freeze", fleet.freeze(), "nobody is stalled by the rules");
    evaluation();
    fleet.gateways().forEach(this::gateway);
    line(
        "check objects",
        fleet.checkObjects().onWorkers()
            + " on workers at their last heartbeats, "
            + fleet.checkObjects().journalled()
            + " journalled");
  }

  private String states() {
    String states =
        fleet.states().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return states.isEmpty() ? "none" : states;
  }

  private void hold(String label, FleetJson.HoldJson hold, String effect) {
    if (!hold.holds()) {
      line(label, "off");
      return;
    }
    screen.line("  " + padded(label), Colour.RED, "ON", ": " + effect);
    ReasonJson reason = hold.reason();
    line(
        "",
        reason == null ? "nobody is held by it now" : names(hold.workers()) + ": " + reason.text());
  }

  private static String names(List<String> workers) {
    return workers.isEmpty() ? "workers that you may not see" : String.join(", ", workers);
  }

  private void evaluation() {
    FleetJson.EvaluationJson evaluation = fleet.gateway();
    String looked =
        "; last looked at the fleet " + TimeText.past(evaluation.lookedAt(), fleet.now());
    if (evaluation.active()) {
      String since =
          evaluation.since() == null
              ? ""
              : " since " + TimeText.past(evaluation.since(), fleet.now());
      line("evaluation", "active" + since + looked);
    } else {
      screen.line(
          "  " + padded("evaluation"),
          Colour.RED,
          "SUSPENDED",
          ": " + why(evaluation.problem()) + looked);
    }
  }

  private void gateway(FleetJson.GatewayJson gateway) {
    String about =
        " "
            + gateway.host()
            + (gateway.here() ? " (answers)" : "")
            + ", version "
            + gateway.software()
            + ", heard "
            + TimeText.length(Duration.ofMillis(gateway.silenceMs()))
            + " ago"
            + (gateway.evaluating() ? "" : ": " + why(gateway.problem()));
    screen.line(
        "  " + padded("gateway"),
        gateway.evaluating() ? Colour.GREEN : Colour.RED,
        gateway.evaluating() ? "active" : "SUSPENDED",
        about);
  }

  private static String why(@Nullable String problem) {
    return Objects.requireNonNullElse(problem, "it did not say why");
  }

  private void line(String label, String text) {
    screen.line("  " + padded(label) + text);
  }

  private static String padded(String label) {
    return label + " ".repeat(Math.max(1, LABEL + 3 - label.length()));
  }
}
