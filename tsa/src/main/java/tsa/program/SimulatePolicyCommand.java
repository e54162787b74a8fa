package tsa.program;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tsa.cli.CliEnvironment;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.lab.rehearsal.Recording;
import tsa.lab.rehearsal.Scenario;
import tsa.lab.rehearsal.ScenarioRun;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.settings.PolicyOptions;
import tsa.worker.GoDuration;
import tsa.worker.WorkerState;

/** Tries the rules on a made-up fleet, hours of it in a moment. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command(
    name = "simulate-policy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Try the numbers of the rules on a scenario, or on what was recorded.",
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
      "  clock (with 'by: -1h'),",
      "  ask (land, retire, prune, delete, cordon, uncordon).",
      "",
      "Examples:",
      "  tsa simulate-policy mass-failure.yml",
      "  tsa simulate-policy --check-failures 5 --config tsa.yml mass-failure.yml",
      "  tsa events --json -n 200 -w w-2 > w-2.json",
      "  tsa simulate-policy --history w-2.json --others 9 --check-failures 5",
      "",
      "Exit codes: 0 simulated; 2 wrong usage, or a policy or scenario that cannot be."
    })
public final class SimulatePolicyCommand implements Callable<Integer> {
  private final CliEnvironment environment;

  @Spec CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  FleetSource source;

  /** What is tried: something made up, or something recorded. */
  static final class FleetSource {
    @Parameters(paramLabel = "SCENARIO", description = "YAML file, see below")
    @Nullable Path scenario;

    @Option(
        names = "--history",
        paramLabel = "FILE",
        description = {
          "Instead: what 'tsa events --json' printed of a real worker, or the answer of",
          "GET /api/v1/workers/NAME/checks; repeat it for more workers and pages"
        })
    @Nullable List<Path> history;
  }

  @Option(
      names = "--others",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "With --history: healthy workers that the fleet had besides")
  int others;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings, as of 'tsa serve'; those of the rules are used")
  @Nullable Path config;

  @Option(names = "--holds", description = "Also print what was held back, and what had to wait")
  boolean holds;

  @Mixin PolicyOptions rules;

  public SimulatePolicyCommand(CliEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try {
      Policy policy = rules.policy();
      if (source.history == null) {
        print(run(ScenarioFile.read(Objects.requireNonNull(source.scenario)), policy), List.of());
      } else {
        Recording recording = HistoryFile.read(source.history);
        print(run(recording.scenario(others), policy), recording.events());
        gaps(recording);
      }
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static ScenarioRun run(Scenario scenario, Policy policy) {
    ScenarioRun run = new ScenarioRun(scenario, policy);
    LogLevels.quietly(run::run);
    return run;
  }

  /** A line of the story, and whether it was recorded or simulated. */
  private record TimelineEntry(Instant at, boolean recorded, Event event) {}

  private void print(ScenarioRun run, List<History.StoredEvent> recorded) {
    List<TimelineEntry> lines = new ArrayList<>();
    recorded.forEach(written -> lines.add(new TimelineEntry(written.at(), true, written.event())));
    run.events()
        .forEach(written -> lines.add(new TimelineEntry(written.at(), false, written.event())));
    lines.sort(Comparator.comparing(TimelineEntry::at));
    PrintWriter out = environment.out();
    for (TimelineEntry line : lines) {
      if (holds || isChange(line.event().kind())) {
        String which = recorded.isEmpty() ? "" : line.recorded() ? "recorded   " : "simulated  ";
        out.printf(
            "%12s  %s%s%n", GoDuration.print(run.since(line.at())), which, text(line.event()));
      }
    }
    out.println();
    summary(run, out);
    out.flush();
  }

  private static boolean isChange(Event.Kind kind) {
    return switch (kind) {
      case STATE, REFUSED, CORDONED, UNCORDONED -> true;
      case REGISTERED, NOT_ADMITTED, ENDED, HELD, CHECK_ASKED -> false;
    };
  }

  private void gaps(Recording recording) {
    PrintWriter out = environment.out();
    out.println("not told by a history, and so not replayed:");
    recording.gaps().forEach(gap -> out.println("  - " + gap));
    out.flush();
  }

  private static String text(Event event) {
    String from = event.from() == null ? "absent" : event.from().word();
    String to = event.to() == null ? "absent" : event.to().word();
    String change =
        event.kind() == Event.Kind.STATE ? from + " -> " + to : event.kind().word() + ", " + from;
    return event.worker() + "  " + change + "  " + event.reason().sentence();
  }

  private static void summary(ScenarioRun run, PrintWriter out) {
    Map<ReasonCode, Integer> changes = new EnumMap<>(ReasonCode.class);
    Map<ReasonCode, Integer> held = new EnumMap<>(ReasonCode.class);
    for (History.StoredEvent written : run.events()) {
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
