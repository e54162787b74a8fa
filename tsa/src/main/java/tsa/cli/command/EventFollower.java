package tsa.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import tsa.cli.CliException;
import tsa.cli.Pause;
import tsa.cli.client.ApiClient;
import tsa.cli.client.EventReader;
import tsa.cli.client.IdleTimeout;
import tsa.wire.EventJson;

/**
 * Tells events as they happen, each once: after a break it goes on at its place in the history,
 * through whichever gateway answers.
 */
final class EventFollower {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** A gateway says something every 15 s, so that its silence can be told from its absence. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** So many tries in a row may fail: a gateway is restarted in that time. */
  private static final int FAILURES = 40;

  private final ApiClient api;
  private final String worker;
  private final Pause pause;
  private final Consumer<EventJson> told;
  private long place;
  private int failures;

  /**
   * @param worker the one whose events they are; empty for all workers
   */
  EventFollower(ApiClient api, String worker, Pause pause, Consumer<EventJson> told) {
    this.api = api;
    this.worker = worker;
    this.pause = pause;
    this.told = told;
  }

  /**
   * Goes on until it is interrupted.
   *
   * @param since the place in the history to begin at; negative for now
   * @throws CliException if the gateway refuses, or is away for long
   */
  void from(long since) throws CliException {
    place = since;
    try {
      while (true) {
        try (InputStream in = api.stream(worker, place)) {
          read(in);
        } catch (CliException e) {
          again(e);
        } catch (IOException e) {
          again(new CliException("the connection to " + api.base() + " broke"));
        }
        pause.pause(new Semaphore(0), PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void again(CliException e) throws CliException {
    failures++;
    if (!e.isPassing() || failures >= FAILURES || place < 0) {
      throw e;
    }
  }

  private void read(InputStream in) throws IOException {
    try (IdleTimeout idleTimeout = IdleTimeout.cut(in, SILENCE);
        EventReader reader = new EventReader(in, place, idleTimeout::heard)) {
      try {
        for (EventJson event = reader.next(); event != null; event = reader.next()) {
          failures = 0;
          told.accept(event);
        }
        failures = 0;
      } finally {
        place = reader.place(); // known from the first lines on, before there was an event
      }
    }
  }
}
