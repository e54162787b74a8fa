package tsa.cli.command;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.client.ChangeWatcher;
import tsa.cli.text.WorkersView;
import tsa.wire.WorkerListJson;

/** Looks again and again: when the gateway tells of a change, and at least once in an interval. */
final class Watch {
  private static final Duration SHORTEST = Duration.ofMillis(200);

  private final CliEnvironment environment;
  private final Duration interval;

  Watch(CliEnvironment environment, Duration interval) {
    this.environment = environment;
    this.interval = interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval;
  }

  /** Where workers come from. */
  @FunctionalInterface
  interface ListSource {
    /** Those to be shown now. */
    WorkerListJson list() throws CliException;
  }

  /**
   * Goes on until it is interrupted. A gateway that cannot be reached is asked again, but not the
   * first time: then it is the operator's mistake, most likely.
   */
  void run(ApiClient api, ListSource source, WorkersView view) throws CliException {
    Semaphore changed = new Semaphore(0);
    Semaphore never = new Semaphore(0);
    try (ChangeWatcher changes = ChangeWatcher.listen(api, changed)) {
      view.show(source.list(), changes.live());
      while (true) {
        environment.pause().pause(never, SHORTEST); // a storm of changes is no storm of requests
        environment.pause().pause(changed, interval);
        changes.listenAgain();
        try {
          view.show(source.list(), changes.live());
        } catch (CliException e) {
          view.trouble(Objects.requireNonNullElse(e.getMessage(), "the gateway does not answer"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
