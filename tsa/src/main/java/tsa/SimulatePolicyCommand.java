package tsa;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tsa.cli.Surroundings;
import tsa.control.Event;
import tsa.control.History;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.rehearsal.Scenario;
import tsa.rehearsal.ScenarioRun;
import tsa.settings.PolicyOptions;
import tsa.worker.GoDuration;
import tsa.worker.WorkerState;

/** Tries the rules on a made-up fleet, hours of it in a moment. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command(
    name = "simulate-policy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Try the numbers of the rules on a scenario before they are trusted.",
    description = {
      "",
      "Runs the real control loop on virtual time, with workers and faults as the",
      "scenario says, and prints what would have happened. Nothing outside this",
      "process is touched. The rules are set by the same flags, and the same keys of",
      "a file, as those of 'tsa serve'.",
      ""
    },
    footer = {
      "",
      "A scenario is YAML:",
      "  length: 2h                      how long it lasts",
      "  gateways: 2                     default 1; also: seed, start",
      "  workers:",
      "    - {name: w, count: 10}        w-1 to w-10; also: ephemeral: true, containers: 3",
      "  steps:",
      "    - {at: 10m, for: 5m, what: offline, workers: [w-1, w-2]}",
      "    - {at: 30m, what: failing, workers: [w-3]}",
      "    - {at: 40m, what: ask, ask: land, workers: [w-4]}",
      "  Without 'for' a step lasts to the end, without 'workers' it is about all.",
      "  What: offline, failing, saturated, inconclusive, degraded, restart,",
      "  containers, database-away, gateway-pause, gateway-restart, storm,",
      "  ask (land, retire, prune, delete, cordon, uncordon).",
      "",
      "Examples:",
      "  tsa simulate-policy mass-failure.yml",
      "  tsa simulate-policy --check-failures 5 --config tsa.yml mass-failure.yml",
      "",
      "Exit codes: 0 simulated; 2 wrong usage, or a policy or scenario that cannot be."
    })
final class SimulatePolicyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SCENARIO", description = "YAML file, see below")
  Path scenario;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings, as of 'tsa serve'; those of the rules are used")
  @Nullable Path config;

  @Option(names = "--holds", description = "Also print what was held back, and what had to wait")
  boolean holds;

  @Mixin PolicyOptions rules;

  SimulatePolicyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try {
      Policy policy = rules.policy();
      Scenario read = ScenarioFile.read(scenario);
      ScenarioRun run = new ScenarioRun(read, policy);
      LogLevels.quietly(run::run);
      print(run);
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void print(ScenarioRun run) {
    PrintWriter out = surroundings.out();
    for (History.Written written : run.events()) {
      Event event = written.event();
      if (event.kind() == Event.Kind.STATE || event.kind() == Event.Kind.REFUSED || holds) {
        out.printf("%12s  %s%n", GoDuration.print(run.since(written.at())), line(event));
      }
    }
    out.println();
    summary(run, out);
    out.flush();
  }

  private static String line(Event event) {
    String from = event.from() == null ? "absent" : event.from().word();
    String to = event.to() == null ? "absent" : event.to().word();
    String change =
        event.kind() == Event.Kind.STATE ? from + " -> " + to : event.kind().word() + ", " + from;
    return event.worker() + "  " + change + "  " + event.reason().sentence();
  }

  private static void summary(ScenarioRun run, PrintWriter out) {
    Map<ReasonCode, Integer> changes = new EnumMap<>(ReasonCode.class);
    Map<ReasonCode, Integer> held = new EnumMap<>(ReasonCode.class);
    for (History.Written written : run.events()) {
      ReasonCode code = written.event().reason().code();
      if (written.event().kind() == Event.Kind.STATE) {
        changes.merge(code, 1, Integer::sum);
      } else if (written.event().kind() == Event.Kind.HELD) {
        held.merge(code, 1, Integer::sum);
      }
    }
    changes.forEach((code, count) -> out.printf("%6d  %s%n", count, code.id()));
    held.forEach((code, count) -> out.printf("%6d  %s (nothing was done)%n", count, code.id()));
    Map<WorkerState, Integer> states = new TreeMap<>();
    for (WorkerRecord worker : run.workers()) {
      states.merge(worker.state(), 1, Integer::sum);
    }
    out.printf("at the end: %s%n", states.isEmpty() ? "no workers" : words(states));
  }

  private static String words(Map<WorkerState, Integer> states) {
    return String.join(
        ", ", states.entrySet().stream().map(e -> e.getValue() + " " + e.getKey().word()).toList());
  }
}
