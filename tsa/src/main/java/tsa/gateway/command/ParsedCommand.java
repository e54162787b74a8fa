package tsa.gateway.command;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.gateway.protocol.HostPort;
import tsa.gateway.protocol.PrintableText;
import tsa.lifecycle.Request;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;

/** A command line of a worker (docs/protocol/registration.md#commands). */
public sealed interface ParsedCommand {
  /** Its name, for logs. */
  String name();

  /** Register, through the forwards of these two addresses. */
  record ForwardWorker(HostPort garden, HostPort baggageclaim) implements ParsedCommand {
    @Override
    public String name() {
      return "forward-worker";
    }
  }

  /** Land, retire or delete. */
  record StateRequest(String name, Request.Action what) implements ParsedCommand {}

  /** What is to be destroyed. */
  record SweepCommand(String name, ObjectKind kind) implements ParsedCommand {}

  /** What is there. */
  record ReportCommand(String name, ObjectKind kind, List<String> handles)
      implements ParsedCommand {}

  /**
   * How it is.
   *
   * @param worker the worker asked about; null if stdin names it
   */
  record HealthQuery(@Nullable WorkerName worker) implements ParsedCommand {
    @Override
    public String name() {
      return "worker-health";
    }
  }

  /** The commands there are. */
  List<String> NAMES =
      List.of(
          "forward-worker",
          "land-worker",
          "retire-worker",
          "delete-worker",
          "sweep-containers",
          "sweep-volumes",
          "report-containers",
          "report-volumes",
          "worker-health");

  /**
   * The command of a line, which is split on single blanks without quoting, as Concourse does;
   * empty words are passed over.
   *
   * @throws CommandRefusedException if there is no such command, or its flags are wrong
   */
  static ParsedCommand parse(String line) throws CommandRefusedException {
    List<String> words = Arrays.stream(line.split(" ")).filter(w -> !w.isEmpty()).toList();
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
    return switch (name) {
      case "forward-worker" -> forwardWorker(rest);
      case "land-worker" -> alone(new StateRequest(name, Request.Action.LAND), rest);
      case "retire-worker" -> alone(new StateRequest(name, Request.Action.RETIRE), rest);
      case "delete-worker" -> alone(new StateRequest(name, Request.Action.DELETE), rest);
      case "sweep-containers" -> alone(new SweepCommand(name, ObjectKind.CONTAINERS), rest);
      case "sweep-volumes" -> alone(new SweepCommand(name, ObjectKind.VOLUMES), rest);
      case "report-containers" -> new ReportCommand(name, ObjectKind.CONTAINERS, rest);
      case "report-volumes" -> new ReportCommand(name, ObjectKind.VOLUMES, rest);
      case "worker-health" -> health(rest);
      default -> throw unknown(name);
    };
  }

  private static CommandRefusedException unknown(String name) {
    String problem =
        name.isEmpty()
            ? "this is a gateway for workers: there is no shell"
            : "unknown command '" + PrintableText.of(name) + "'";
    return new CommandRefusedException(problem + "; there are " + String.join(", ", NAMES));
  }

  private static ParsedCommand alone(ParsedCommand command, List<String> rest)
      throws CommandRefusedException {
    if (!rest.isEmpty()) {
      throw new CommandRefusedException(
          command.name() + " takes no '" + PrintableText.of(rest.getFirst()) + "'");
    }
    return command;
  }

  private static ParsedCommand forwardWorker(List<String> rest) throws CommandRefusedException {
    Map<String, String> flags =
        flags("forward-worker", Set.of("garden", "baggageclaim"), "an ADDRESS:PORT", rest);
    return new ForwardWorker(address(flags, "garden"), address(flags, "baggageclaim"));
  }

  private static HostPort address(Map<String, String> flags, String name)
      throws CommandRefusedException {
    String text = flags.get(name);
    if (text == null) {
      throw new CommandRefusedException("forward-worker needs --" + name + " ADDRESS:PORT");
    }
    return HostPort.parse(text)
        .orElseThrow(() ->
            new CommandRefusedException(
                "--" + name + " '" + PrintableText.of(text) + "' is not ADDRESS:PORT"));
  }

  private static ParsedCommand health(List<String> rest) throws CommandRefusedException {
    String name = flags("worker-health", Set.of("name"), "the name of a worker", rest).get("name");
    if (name == null) {
      return new HealthQuery(null);
    }
    Optional<String> problem = WorkerName.problemWith(name);
    if (problem.isPresent()) {
      throw new CommandRefusedException(problem.get());
    }
    return new HealthQuery(new WorkerName(name));
  }

  /** Go's flag syntax: one or two dashes, the value after a blank or after an equals sign. */
  private static Map<String, String> flags(
      String command, Set<String> known, String value, List<String> rest)
      throws CommandRefusedException {
    Map<String, String> flags = new HashMap<>();
    Deque<String> words = new ArrayDeque<>(rest);
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      String flag = word.replaceFirst("^--?", "");
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      if (flag.equals(word) || !known.contains(name)) {
        throw new CommandRefusedException(command + " takes no '" + PrintableText.of(word) + "'");
      }
      if (equals < 0 && words.isEmpty()) {
        throw new CommandRefusedException("--" + name + " needs " + value);
      }
      flags.put(name, equals < 0 ? words.removeFirst() : flag.substring(equals + 1));
    }
    return flags;
  }
}
