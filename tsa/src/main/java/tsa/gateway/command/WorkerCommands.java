package tsa.gateway.command;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.Caller;
import tsa.control.port.AtcUnavailableException;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerLink;
import tsa.gateway.keys.KeyUsage;
import tsa.gateway.protocol.CommandExit;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.gateway.settings.GatewayLimits;
import tsa.gateway.settings.GatewaySettings;
import tsa.worker.WorkerName;

/** Runs a command line and decides how it ends. Thread-safe. */
public final class WorkerCommands {
  private static final Logger log = LoggerFactory.getLogger(WorkerCommands.class);

  private final GatewayLimits limits;
  private final ForwardWorkerCommand forwardWorker;
  private final OneShotCommands shortOnes;
  private final HealthCommand health;

  public WorkerCommands(
      GatewaySettings settings, GatewayDependencies dependencies, KeyUsage usage) {
    this.limits = settings.limits();
    this.forwardWorker = new ForwardWorkerCommand(settings, dependencies.registrations(), usage);
    this.shortOnes =
        new OneShotCommands(
            settings.limits(),
            dependencies.registrations(),
            dependencies.requests(),
            dependencies.reports());
    this.health = new HealthCommand(dependencies.health());
  }

  /** What a command did, for the log. */
  public static final class CommandTrace {
    private String command = "unknown";
    private String worker = "";
    private String refusal = "";
    private WorkerLink.@Nullable Gone gone;

    public String command() {
      return command;
    }

    public String worker() {
      return worker;
    }

    public String refusal() {
      return refusal;
    }

    /** How the worker was gone when it ended; null if it was not. */
    public WorkerLink.@Nullable Gone gone() {
      return gone;
    }

    public void gone(WorkerLink.@Nullable Gone how) {
      gone = how;
    }

    /** Whether it is one of those that every worker repeats all the time. */
    public boolean isRoutine() {
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
  public CommandExit run(String line, CommandIo io, CommandTrace trace) {
    try {
      return dispatch(line, io, trace);
    } catch (CommandRefusedException refused) {
      trace.refusal = refused.reason();
      return told(refused.reason(), CommandExit.FAILED, io);
    } catch (StoreException e) {
      log.atWarn().setCause(e).addKeyValue("command", trace.command).log("the store is in trouble");
      return e.refused()
          ? told("the database refuses this; see the log of the TSA", CommandExit.FAILED, io)
          : passing("the database cannot answer now; try again", io);
    } catch (AtcUnavailableException e) {
      return passing(String.valueOf(e.getMessage()), io);
    } catch (IOException e) {
      return new CommandExit.Disconnect("the worker cannot be written to");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CommandExit.Disconnect("this gateway is stopping");
    } catch (RuntimeException defect) {
      log.atError().setCause(defect).addKeyValue("command", trace.command).log("command failed");
      return passing("passing trouble in the gateway; try again", io);
    }
  }

  private CommandExit dispatch(String line, CommandIo io, CommandTrace trace)
      throws CommandRefusedException, IOException, InterruptedException {
    ParsedCommand command = ParsedCommand.parse(line);
    trace.command = command.name();
    if (command instanceof ParsedCommand.HealthQuery question && question.worker() != null) {
      return health(question.worker(), Optional.empty(), io, trace);
    }
    WorkerObject worker = WorkerObject.parse(io.stdin().await(limits.input().stdinTimeout()));
    WorkerName name = worker.name();
    trace.worker = name.value();
    Caller caller = WorkerAuthorization.caller(io.identity(), name, worker.team());
    return switch (command) {
      case ParsedCommand.ForwardWorker register -> forwardWorker.run(register, worker, io);
      case ParsedCommand.StateRequest ask -> shortOnes.ask(ask, name, caller, io);
      case ParsedCommand.SweepCommand sweep -> shortOnes.sweep(sweep, name, caller, io);
      case ParsedCommand.ReportCommand report -> shortOnes.report(report, name, caller);
      case ParsedCommand.HealthQuery _ -> health(name, worker.team(), io, trace);
    };
  }

  private CommandExit health(
      WorkerName name, Optional<String> claimed, CommandIo io, CommandTrace trace)
      throws CommandRefusedException, IOException {
    trace.worker = name.value();
    return health.run(name, WorkerAuthorization.caller(io.identity(), name, claimed), io);
  }

  private static CommandExit passing(String why, CommandIo io) {
    return told(why, new CommandExit.Disconnect(why), io);
  }

  private static CommandExit told(String line, CommandExit exit, CommandIo io) {
    try {
      io.tell(line);
    } catch (IOException e) {
      log.debug("the worker was not told '{}': {}", line, e.toString());
    }
    return exit;
  }
}
