package tsa.cli;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tsa.wire.FleetJson;
import tsa.wire.ReasonJson;

/** The fleet in words. */
final class FleetText {
  private static final int LABEL = 12;

  private final FleetJson fleet;
  private final Screen screen;

  FleetText(FleetJson fleet, Screen screen) {
    this.fleet = fleet;
    this.screen = screen;
  }

  void print() {
    int all = fleet.states().values().stream().mapToInt(Integer::intValue).sum();
    line("workers", all + ": " + states() + "; " + fleet.connected() + " connected");
    line(
        "brake's view",
        "of %d expected to work, %d are well, %d fail or failed lately, %d are out of reach"
            .formatted(fleet.expected(), fleet.healthy(), fleet.failing(), fleet.unreachable()));
    hold("brake", fleet.brake(), "nobody is retired by the rules");
    hold("freeze", fleet.freeze(), "nobody is stalled by the rules");
    judge();
    fleet.gateways().forEach(this::gateway);
    line(
        "check objects",
        fleet.checkObjects().onWorkers()
            + " on workers at their last beats, "
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

  private void hold(String label, FleetJson.Hold hold, String effect) {
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

  private void judge() {
    FleetJson.Fitness fitness = fleet.gateway();
    String looked = "; last looked at the fleet " + Times.past(fitness.lookedAt(), fleet.now());
    if (fitness.fit()) {
      String since =
          fitness.since() == null ? "" : " since " + Times.past(fitness.since(), fleet.now());
      line("judge", "fit" + since + looked);
    } else {
      screen.line(
          "  " + padded("judge"), Colour.RED, "UNFIT", ": " + why(fitness.problem()) + looked);
    }
  }

  private void gateway(FleetJson.Gateway gateway) {
    String about =
        " "
            + gateway.host()
            + (gateway.here() ? " (answers)" : "")
            + ", version "
            + gateway.software()
            + ", heard "
            + Times.length(Duration.ofMillis(gateway.silenceMs()))
            + " ago"
            + (gateway.fit() ? "" : ": " + why(gateway.problem()));
    screen.line(
        "  " + padded("gateway"),
        gateway.fit() ? Colour.GREEN : Colour.RED,
        gateway.fit() ? "fit" : "UNFIT",
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
