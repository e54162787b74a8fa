package tsa.gateway;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.Caller;
import tsa.control.StoreException;
import tsa.control.WorkerLink;
import tsa.worker.WorkerName;

/** Runs a command line and decides how it ends. Thread-safe. */
final class Commands {
  private static final Logger log = LoggerFactory.getLogger(Commands.class);

  private final GatewayLimits limits;
  private final ForwardWorkerCommand forwardWorker;
  private final ShortCommands shortOnes;
  private final HealthCommand health;

  Commands(GatewaySettings settings, GatewayPorts ports, KeyUse uses) {
    this.limits = settings.limits();
    this.forwardWorker = new ForwardWorkerCommand(settings, ports.registrations(), uses);
    this.shortOnes =
        new ShortCommands(
            settings.limits(), ports.registrations(), ports.requests(), ports.reports());
    this.health = new HealthCommand(ports.health());
  }

  /** What a command did, for the log. */
  static final class Trace {
    private String command = "unknown";
    private String worker = "";
    private String refusal = "";
    private WorkerLink.@Nullable Gone gone;

    String command() {
      return command;
    }

    String worker() {
      return worker;
    }

    String refusal() {
      return refusal;
    }

    /** How the worker was gone when it ended; null if it was not. */
    WorkerLink.@Nullable Gone gone() {
      return gone;
    }

    void gone(WorkerLink.@Nullable Gone how) {
      gone = how;
    }

    /** Whether it is one of those that every worker repeats all the time. */
    boolean isRoutine() {
      return command.startsWith("report-")
          || command.startsWith("sweep-")
          || command.equals("worker-health");
    }
  }

  /**
   * Runs a command to its end; never throws. What can never succeed ends with status 1 and the
   * reason on stderr: a stock client shows neither the text nor the kind of a refused request, and
   * would repeat it for ever without anybody being told why (B24). Whatever may pass ends without a
   * status.
   */
  Exit run(String line, Terminal terminal, Trace trace) {
    try {
      return dispatch(line, terminal, trace);
    } catch (CommandException refused) {
      trace.refusal = refused.reason();
      return told(refused.reason(), Exit.FAILED, terminal);
    } catch (StoreException e) {
      log.atWarn().setCause(e).addKeyValue("command", trace.command).log("the store is in trouble");
      return e.refused()
          ? told("the database refuses this; see the log of the TSA", Exit.FAILED, terminal)
          : passing("the database cannot answer now; try again", terminal);
    } catch (IOException e) {
      return new Exit.Disconnect("the worker cannot be written to");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Exit.Disconnect("this gateway is stopping");
    } catch (RuntimeException defect) {
      log.atError().setCause(defect).addKeyValue("command", trace.command).log("command failed");
      return passing("passing trouble in the gateway; try again", terminal);
    }
  }

  private Exit dispatch(String line, Terminal terminal, Trace trace)
      throws CommandException, IOException, InterruptedException {
    ParsedCommand command = ParsedCommand.parse(line);
    trace.command = command.name();
    if (command instanceof ParsedCommand.Health question && question.worker() != null) {
      return health(question.worker(), Optional.empty(), terminal, trace);
    }
    WorkerObject worker = WorkerObject.parse(terminal.stdin().await(limits.input().stdinTimeout()));
    WorkerName name = worker.name();
    trace.worker = name.value();
    Caller caller = Claims.caller(terminal.identity(), name, worker.team());
    return switch (command) {
      case ParsedCommand.ForwardWorker register -> forwardWorker.run(register, worker, terminal);
      case ParsedCommand.Ask ask -> shortOnes.ask(ask, name, caller, terminal);
      case ParsedCommand.Sweep _ -> shortOnes.sweep(name, caller, terminal);
      case ParsedCommand.Report report -> shortOnes.report(report, name, caller);
      case ParsedCommand.Health _ -> health(name, worker.team(), terminal, trace);
    };
  }

  private Exit health(WorkerName name, Optional<String> claimed, Terminal terminal, Trace trace)
      throws CommandException, IOException {
    trace.worker = name.value();
    return health.run(name, Claims.caller(terminal.identity(), name, claimed), terminal);
  }

  private static Exit passing(String why, Terminal terminal) {
    return told(why, new Exit.Disconnect(why), terminal);
  }

  private static Exit told(String line, Exit exit, Terminal terminal) {
    try {
      terminal.tell(line);
    } catch (IOException e) {
      log.debug("the worker was not told '{}': {}", line, e.toString());
    }
    return exit;
  }
}
