package tsa.program;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tsa.atc.AtcSettings;
import tsa.atc.HttpAtc;
import tsa.cli.CliEnvironment;
import tsa.control.port.Atc;
import tsa.serve.Wiring;
import tsa.settings.AtcOptions;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Tries whether an ATC can be told of workers. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command(
    name = "check-atc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Try whether an ATC (Concourse's web) can be told of workers.",
    customSynopsis = "tsa check-atc --tsa-atc-url URL [OPTIONS]",
    description = {
      "",
      "Asks for a token, registers a worker of a made-up name, sends a heartbeat for it and deletes"
          + " it. No build is ever sent to it: its platform is none that a step asks for. The"
          + " options are those of 'tsa serve', also in the environment.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  tsa check-atc --tsa-atc-url https://ci.example.com --tsa-client-secret-file secret",
      "",
      "Exit codes: 0 all of it worked, 1 something did not, 2 wrong usage."
    })
public final class CheckAtcCommand implements Callable<Integer> {
  private static final Duration TTL = Duration.ofMinutes(1);

  private final CliEnvironment environment;

  @Spec CommandSpec spec;

  @Mixin AtcOptions options;

  public CheckAtcCommand(CliEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Optional<AtcSettings> settings;
    try {
      settings = options.atc();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (settings.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tsa-atc-url says where the ATC is");
    }
    try (HttpAtc atc = new HttpAtc(settings.get(), Wiring.ticker())) {
      return check(atc) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      environment.out().flush();
    }
  }

  private boolean check(Atc atc) {
    Atc.AtcWorker worker = worker();
    WorkerName name = worker.registration().name();
    return worked("it lets this gateway in", atc.ping())
        && afterRegistering(atc, worker, atc.register(worker, WorkerState.STALLED, TTL), name);
  }

  private boolean afterRegistering(
      Atc atc, Atc.AtcWorker worker, Atc.Answer registered, WorkerName name) {
    if (!worked("it takes a worker, " + name, registered)) {
      return false;
    }
    boolean heard = worked("it takes a heartbeat", atc.heartbeat(worker, TTL));
    return worked("it deletes the worker", atc.delete(name, null)) && heard;
  }

  private boolean worked(String what, Atc.Answer answer) {
    PrintWriter out = environment.out();
    Optional<String> problem =
        answer instanceof Atc.Answer.NotFound
            ? Optional.of("it says that there is no such worker")
            : answer.trouble();
    out.println(problem.map(no -> "NOT: " + what + ": " + no).orElse("ok   " + what));
    return problem.isEmpty();
  }

  /** An address that nothing listens at, and that no other worker has. */
  private static Atc.AtcWorker worker() {
    String name = "tsa-check-" + UUID.randomUUID();
    return new Atc.AtcWorker(
        new Registration(
            new WorkerName(name),
            null,
            "tsa-check",
            List.of("tsa-check"),
            "",
            0,
            true,
            List.of(),
            null,
            null,
            null,
            null,
            0),
        new Address(name + ".invalid:1", "http://" + name + ".invalid:2"),
        new Load(0, 0, 0));
  }
}
