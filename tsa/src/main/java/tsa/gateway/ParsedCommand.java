package tsa.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tsa.control.Reports;
import tsa.lifecycle.Asked;

/** A command line of a worker (protocol sheet §5). */
sealed interface ParsedCommand {
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
  record Ask(String name, Asked.What what) implements ParsedCommand {}

  /** What is to be destroyed. */
  record Sweep(String name, Reports.Kind kind) implements ParsedCommand {}

  /** What is there. */
  record Report(String name, Reports.Kind kind, List<String> handles) implements ParsedCommand {}

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
          "report-volumes");

  /**
   * The command of a line, which is split on single blanks without quoting, as Concourse does;
   * empty words are passed over.
   *
   * @throws CommandException if there is no such command, or its flags are wrong
   */
  static ParsedCommand parse(String line) throws CommandException {
    List<String> words = Arrays.stream(line.split(" ")).filter(w -> !w.isEmpty()).toList();
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
    return switch (name) {
      case "forward-worker" -> forwardWorker(rest);
      case "land-worker" -> alone(new Ask(name, Asked.What.LAND), rest);
      case "retire-worker" -> alone(new Ask(name, Asked.What.RETIRE), rest);
      case "delete-worker" -> alone(new Ask(name, Asked.What.DELETE), rest);
      case "sweep-containers" -> alone(new Sweep(name, Reports.Kind.CONTAINERS), rest);
      case "sweep-volumes" -> alone(new Sweep(name, Reports.Kind.VOLUMES), rest);
      case "report-containers" -> new Report(name, Reports.Kind.CONTAINERS, rest);
      case "report-volumes" -> new Report(name, Reports.Kind.VOLUMES, rest);
      default -> throw unknown(name);
    };
  }

  private static CommandException unknown(String name) {
    String problem =
        name.isEmpty()
            ? "this is a gateway for workers: there is no shell"
            : "unknown command '" + Printable.of(name) + "'";
    return new CommandException(problem + "; there are " + String.join(", ", NAMES));
  }

  private static ParsedCommand alone(ParsedCommand command, List<String> rest)
      throws CommandException {
    if (!rest.isEmpty()) {
      throw new CommandException(
          command.name() + " takes no '" + Printable.of(rest.getFirst()) + "'");
    }
    return command;
  }

  private static ParsedCommand forwardWorker(List<String> rest) throws CommandException {
    Map<String, HostPort> flags = flags(new ArrayList<>(rest));
    return new ForwardWorker(required(flags, "garden"), required(flags, "baggageclaim"));
  }

  private static HostPort required(Map<String, HostPort> flags, String name)
      throws CommandException {
    HostPort address = flags.get(name);
    if (address == null) {
      throw new CommandException("forward-worker needs --" + name + " ADDRESS:PORT");
    }
    return address;
  }

  /** Go's flag syntax: one or two dashes, the value after a blank or after an equals sign. */
  private static Map<String, HostPort> flags(List<String> words) throws CommandException {
    Map<String, HostPort> flags = new HashMap<>();
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      String flag = word.replaceFirst("^--?", "");
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      if (flag.equals(word) || !(name.equals("garden") || name.equals("baggageclaim"))) {
        throw new CommandException("forward-worker takes no '" + Printable.of(word) + "'");
      }
      flags.put(name, address(name, equals < 0 ? next(words, name) : flag.substring(equals + 1)));
    }
    return flags;
  }

  private static String next(List<String> words, String name) throws CommandException {
    if (words.isEmpty()) {
      throw new CommandException("--" + name + " needs an ADDRESS:PORT");
    }
    return words.removeFirst();
  }

  private static HostPort address(String name, String text) throws CommandException {
    return HostPort.parse(text)
        .orElseThrow(() ->
            new CommandException(
                "--" + name + " '" + Printable.of(text) + "' is not ADDRESS:PORT"));
  }
}
