package tsa.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tsa.control.Caller;
import tsa.control.Outcome;
import tsa.control.Registrations;
import tsa.control.Reports;
import tsa.control.Requests;
import tsa.control.StoreException;
import tsa.lifecycle.ReasonCode;
import tsa.worker.WorkerName;

/**
 * Runs the commands that ask and end: land, retire, delete, sweep, report. They ignore signals and
 * run to their end even if the worker has gone: a stock worker sends a signal right after {@code
 * delete-worker} (B19). Thread-safe.
 */
final class ShortCommands {
  private static final JsonMapper JSON = new JsonMapper();

  private final GatewayLimits limits;
  private final Registrations registrations;
  private final Requests requests;
  private final Reports reports;
  private final CountDownLatch never = new CountDownLatch(1);

  ShortCommands(
      GatewayLimits limits, Registrations registrations, Requests requests, Reports reports) {
    this.limits = limits;
    this.registrations = registrations;
    this.requests = requests;
    this.reports = reports;
  }

  /** Lands, retires or deletes a worker. */
  Exit ask(ParsedCommand.Ask command, WorkerName worker, Caller caller, Terminal terminal)
      throws IOException, InterruptedException {
    Outcome outcome = patiently(() -> requests.ask(worker, command.what(), caller, command.name()));
    return switch (outcome) {
      case Outcome.Done _ -> Exit.OK;
      case Outcome.Already already -> noted(already.reason().sentence(), Exit.OK, terminal);
      case Outcome.Refused refused -> refused(refused, terminal);
      // One of another team is not there (docs/decisions/0012-other-teams-are-not-there.md).
      case Outcome.Unknown _, Outcome.Forbidden _ -> unknown(command, terminal);
      case Outcome.Contended _ ->
          new Exit.Disconnect("others changed the worker at the same time; try again");
    };
  }

  /**
   * Prints what the worker is to destroy, as one JSON array: nothing for one that waits to be
   * admitted. A herd that comes in must not cost the database its sweeps, too.
   */
  Exit sweep(WorkerName worker, Caller caller, Terminal terminal)
      throws IOException, InterruptedException {
    List<String> handles =
        registrations.waits(worker) ? List.of() : patiently(() -> requests.sweep(worker, caller));
    terminal.print(JSON.writeValueAsString(handles));
    return Exit.OK;
  }

  /** Hands on what the worker holds, unless it waits to be admitted. */
  Exit report(ParsedCommand.Report command, WorkerName worker, Caller caller)
      throws InterruptedException {
    if (registrations.waits(worker)) {
      return Exit.OK;
    }
    return patiently(() -> {
      reports.report(worker, caller, command.kind(), command.handles());
      return Exit.OK;
    });
  }

  private static Exit refused(Outcome.Refused refused, Terminal terminal) throws IOException {
    // A stock worker that is told to land while it retires would, on a failure, stop at once and
    // leave its builds undrained (docs/protocol/registration.md#what-each-ending-means). It is
    // draining as it asked: that is no failure.
    boolean drainsAnyway = refused.reason().code() == ReasonCode.NOT_LANDED_RETIRING;
    return noted(refused.reason().sentence(), drainsAnyway ? Exit.OK : Exit.FAILED, terminal);
  }

  private static Exit unknown(ParsedCommand.Ask command, Terminal terminal) throws IOException {
    Exit exit =
        switch (command.what()) {
          // Gone is what was asked for: Concourse says so for retire, and a 500 for delete (B32).
          case RETIRE, DELETE -> Exit.OK;
          case LAND, PRUNE, CORDON, UNCORDON -> Exit.FAILED;
        };
    return noted("there is no worker of this name", exit, terminal);
  }

  private static Exit noted(String line, Exit exit, Terminal terminal) throws IOException {
    terminal.tell(line);
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
        if (left <= 0 || !(answer instanceof Outcome.Contended)) {
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
