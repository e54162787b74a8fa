package tsa.gateway.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tsa.control.Caller;
import tsa.control.WorkerHealthQuery;
import tsa.control.port.StoreException;
import tsa.gateway.protocol.CommandExit;
import tsa.lifecycle.WorkerHealth;
import tsa.worker.WorkerName;

/**
 * Runs {@code worker-health}: one line of JSON with the verdict and the reason, and an exit status
 * for the worker's supervisor (docs/worker-health.md). Thread-safe.
 */
public final class HealthCommand {
  private static final Logger log = LoggerFactory.getLogger(HealthCommand.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final WorkerHealthQuery query;

  HealthCommand(WorkerHealthQuery query) {
    this.query = query;
  }

  /**
   * Tells how a worker is. A store that does not answer is no failure of the worker: it is "cannot
   * tell", with a status that no supervisor may act on.
   */
  CommandExit run(WorkerName worker, Caller caller, CommandIo io) throws IOException {
    WorkerHealth health = health(worker, caller);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("worker", worker.value());
    answer.put("health", health.status().word());
    answer.put("reason", health.reason().code().id());
    answer.put("text", health.reason().sentence());
    io.print(JSON.writeValueAsString(answer));
    return new CommandExit.Status(status(health.status()));
  }

  private WorkerHealth health(WorkerName worker, Caller caller) {
    try {
      return query.of(worker, caller);
    } catch (StoreException e) {
      log.atWarn().setCause(e).addKeyValue("worker", worker).log("health cannot be told");
      return WorkerHealth.unknown("the database does not answer");
    }
  }

  /**
   * The exit status of a verdict. 0, 2 and 3 mean what they mean to Nagios plugins; 1 is left to
   * commands that are refused, and 255 is OpenSSH's own.
   */
  public static int status(WorkerHealth.HealthStatus status) {
    return switch (status) {
      case FIT -> 0;
      case UNFIT -> 2;
      case UNKNOWN -> 3;
      case SUSPECT -> 4;
      case OUT_OF_SERVICE -> 5;
      case ABSENT -> 6;
      case QUARANTINED -> 7;
    };
  }
}
