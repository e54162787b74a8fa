package tsa.lifecycle;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tsa.lifecycle.Transitions.TransitionKey;
import tsa.worker.WorkerState;

/** Prints the tables of the rules as Markdown, for the docs. */
public final class StateTable {
  private static final String NOTHING = "–";

  private StateTable() {}

  /** The states and what they mean. */
  public static String states() {
    StringBuilder text = new StringBuilder("| state | what it means |\n|---|---|\n");
    for (WorkerState state : WorkerState.values()) {
      text.append("| ").append(state.word()).append(" | ").append(state.meaning()).append(" |\n");
    }
    return text.toString();
  }

  /** Causes down, states across; a cell says where the worker goes, a dash that it may not. */
  public static String transitions() {
    StringBuilder text = new StringBuilder("| cause | ");
    text.append(
        Transitions.positions().stream().map(StateTable::word).collect(Collectors.joining(" | ")));
    text.append(" |\n|---|").append("---|".repeat(Transitions.positions().size())).append("\n");
    for (TransitionCause cause : TransitionCause.values()) {
      text.append("| ").append(cause.word()).append(" | ").append(row(cause)).append(" |\n");
    }
    return text.toString();
  }

  private static String row(TransitionCause cause) {
    return Transitions.positions().stream()
        .map(from -> Transitions.target(from, cause).map(StateTable::word).orElse(NOTHING))
        .collect(Collectors.joining(" | "));
  }

  private static String word(Optional<WorkerState> position) {
    return position.map(WorkerState::word).orElse("absent");
  }

  /** The transitions as a Mermaid state diagram. */
  public static String diagram() {
    return Transitions.all().entrySet().stream()
        .map(StateTable::arrow)
        .collect(Collectors.joining("", "stateDiagram-v2\n", ""));
  }

  private static String arrow(Map.Entry<TransitionKey, Optional<WorkerState>> entry) {
    return "  %s --> %s: %s\n"
        .formatted(
            node(entry.getKey().from()), node(entry.getValue()), entry.getKey().cause().word());
  }

  private static String node(Optional<WorkerState> position) {
    return position.map(WorkerState::word).orElse("[*]");
  }

  /** Every reason: its sentence, what it means, what an operator can do. */
  public static String reasons() {
    return Arrays.stream(ReasonCode.values())
        .map(code ->
            "## `%s`\n\n> %s\n\n%s\n\n**What to do:** %s\n"
                .formatted(code.id(), code.sentence(), code.meaning(), code.remedy()))
        .collect(Collectors.joining("\n"));
  }
}
