package tsa.cli;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import tsa.wire.WorkerListJson;

/** Looks again and again: when the gateway tells of a change, and at least once in an interval. */
final class Watch {
  private static final Duration SHORTEST = Duration.ofMillis(200);

  private final Surroundings surroundings;
  private final Duration interval;

  Watch(Surroundings surroundings, Duration interval) {
    this.surroundings = surroundings;
    this.interval = interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval;
  }

  /** Where workers come from. */
  @FunctionalInterface
  interface Source {
    /** Those to be shown now. */
    WorkerListJson list() throws CliException;
  }

  /**
   * Goes on until it is interrupted. A gateway that cannot be reached is asked again, but not the
   * first time: then it is the operator's mistake, most likely.
   */
  void run(Api api, Source source, View view) throws CliException {
    Semaphore changed = new Semaphore(0);
    Semaphore never = new Semaphore(0);
    try (Changes changes = Changes.listen(api, changed)) {
      view.show(source.list(), changes.live());
      while (true) {
        surroundings.rest().rest(never, SHORTEST); // a storm of changes is no storm of requests
        surroundings.rest().rest(changed, interval);
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
