package tsa.lab.simulator;

import java.util.EnumSet;
import java.util.Set;

/**
 * A fault as written on a command line: {@code [garden:|baggageclaim:]id[=number]}.
 *
 * @param servers where it applies, never empty
 * @param argument the number given, or the fault's default
 */
record FaultSpec(Set<WorkerServer> servers, Fault fault, long argument) {
  static FaultSpec parse(String text) {
    Set<WorkerServer> servers = EnumSet.allOf(WorkerServer.class);
    String rest = text.strip();
    for (WorkerServer server : WorkerServer.values()) {
      if (rest.startsWith(server.id() + ":")) {
        servers = EnumSet.of(server);
        rest = rest.substring(server.id().length() + 1);
        break;
      }
    }
    int equals = rest.indexOf('=');
    Fault fault = Fault.parse(equals < 0 ? rest : rest.substring(0, equals));
    if (equals < 0) {
      return new FaultSpec(servers, fault, fault.defaultArgument());
    }
    if (!fault.takesArgument()) {
      throw new IllegalArgumentException("fault '" + fault.id() + "' takes no number");
    }
    return new FaultSpec(servers, fault, number(fault, rest.substring(equals + 1)));
  }

  private static long number(Fault fault, String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "fault '" + fault.id() + "' takes a whole number, not '" + text + "'", e);
    }
  }

  /** Returns the text that {@link #parse} reads, for one server. */
  static String print(WorkerServer server, Fault fault, long argument) {
    String id = server.id() + ":" + fault.id();
    return fault.takesArgument() ? id + "=" + argument : id;
  }
}
