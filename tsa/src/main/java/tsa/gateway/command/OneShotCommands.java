package tsa.gateway.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tsa.control.Caller;
import tsa.control.Registrations;
import tsa.control.RequestOutcome;
import tsa.control.WorkerReports;
import tsa.control.WorkerRequests;
import tsa.control.port.AtcUnavailableException;
import tsa.control.port.StoreException;
import tsa.gateway.protocol.CommandExit;
import tsa.gateway.settings.GatewayLimits;
import tsa.lifecycle.ReasonCode;
import tsa.worker.WorkerName;

/**
 * Runs the commands that ask and end: land, retire, delete, sweep, report. They ignore signals and
 * run to their end even if the worker has gone: a stock worker sends a signal right after {@code
 * delete-worker} (B19). Thread-safe.
 */
final class OneShotCommands {
  private static final JsonMapper JSON = new JsonMapper();

  private final GatewayLimits limits;
  private final Registrations registrations;
  private final WorkerRequests requests;
  private final WorkerReports reports;
  private final CountDownLatch never = new CountDownLatch(1);

  OneShotCommands(
      GatewayLimits limits,
      Registrations registrations,
      WorkerRequests requests,
      WorkerReports reports) {
    this.limits = limits;
    this.registrations = registrations;
    this.requests = requests;
    this.reports = reports;
  }

  /** Lands, retires or deletes a worker. */
  CommandExit ask(
      ParsedCommand.StateRequest command, WorkerName worker, Caller caller, CommandIo io)
      throws IOException, InterruptedException {
    RequestOutcome outcome =
        patiently(() -> requests.ask(worker, command.what(), caller, command.name()));
    return switch (outcome) {
      case RequestOutcome.Done _ -> CommandExit.OK;
      case RequestOutcome.Already already -> noted(already.reason().sentence(), CommandExit.OK, io);
      case RequestOutcome.Refused refused -> refused(refused, io);
      // One of another team is not there (docs/decisions/0012-other-teams-are-not-there.md).
      case RequestOutcome.Unknown _, RequestOutcome.Forbidden _ -> unknown(command, io);
      case RequestOutcome.Contended _ ->
          new CommandExit.Disconnect("others changed the worker at the same time; try again");
    };
  }

  /**
   * Prints what the worker is to destroy, as one JSON array: nothing for one that waits to be
   * admitted. A herd that comes in must not cost the database its sweeps, too.
   */
  CommandExit sweep(
      ParsedCommand.SweepCommand command, WorkerName worker, Caller caller, CommandIo io)
      throws IOException, InterruptedException {
    List<String> handles = new ArrayList<>();
    if (!registrations.waits(worker)) {
      handles.addAll(patiently(() -> requests.sweep(worker, caller)));
      addTheirs(handles, command, worker, caller, io);
    }
    io.print(JSON.writeValueAsString(handles));
    return CommandExit.OK;
  }

  /** What is ours is handed out, also when the ATC does not say what is its. */
  private void addTheirs(
      List<String> handles,
      ParsedCommand.SweepCommand command,
      WorkerName worker,
      Caller caller,
      CommandIo io)
      throws IOException {
    try {
      handles.addAll(reports.destroying(worker, caller, command.kind()));
    } catch (AtcUnavailableException e) {
      if (handles.isEmpty()) {
        throw e;
      }
      io.tell(String.valueOf(e.getMessage()));
    }
  }

  /** Hands on what the worker holds, unless it waits to be admitted. */
  CommandExit report(ParsedCommand.ReportCommand command, WorkerName worker, Caller caller)
      throws InterruptedException {
    if (registrations.waits(worker)) {
      return CommandExit.OK;
    }
    return patiently(() -> {
      reports.report(worker, caller, command.kind(), command.handles());
      return CommandExit.OK;
    });
  }

  private static CommandExit refused(RequestOutcome.Refused refused, CommandIo io)
      throws IOException {
    // A stock worker that is told to land while it retires would, on a failure, stop at once and
    // leave its builds undrained (docs/protocol/registration.md#what-each-ending-means). It is
    // draining as it asked: that is no failure.
    boolean drainsAnyway = refused.reason().code() == ReasonCode.NOT_LANDED_RETIRING;
    return noted(
        refused.reason().sentence(), drainsAnyway ? CommandExit.OK : CommandExit.FAILED, io);
  }

  private static CommandExit unknown(ParsedCommand.StateRequest command, CommandIo io)
      throws IOException {
    CommandExit exit =
        switch (command.what()) {
          // Gone is what was asked for: Concourse says so for retire, and a 500 for delete (B32).
          case RETIRE, DELETE -> CommandExit.OK;
          case LAND, PRUNE, CORDON, UNCORDON -> CommandExit.FAILED;
        };
    return noted("there is no worker of this name", exit, io);
  }

  private static CommandExit noted(String line, CommandExit exit, CommandIo io) throws IOException {
    io.tell(line);
    return exit;
  }

  /**
   * Tries again when the store cannot answer. A stock worker forgets a drain request when its
   * connection ends without a status, so it is worth some seconds. All requests can be repeated.
   *
   * @throws StoreException if the last try failed too
   */
  private <T> T patiently(Supplier<T> request) throws InterruptedException {
    for (int left = limits.store().tries() - 1; ; left--) {
      try {
        T answer = request.get();
        if (left <= 0 || !(answer instanceof RequestOutcome.Contended)) {
          return answer;
        }
      } catch (StoreException e) {
        if (left <= 0 || e.refused()) {
          throw e;
        }
      }
      never.await(limits.store().pause().toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
