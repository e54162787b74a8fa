package tsa.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.StoreException;
import tsa.control.port.Ticker;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * Deep checks asked for by hand of workers whose sessions other gateways hold: the question goes
 * through the history, which every gateway hears, and so does the answer. Thread-safe.
 */
public final class RemoteChecks {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int NEWEST = 20;

  /** A gateway that lives speaks every ten seconds. */
  private static final Duration SILENT = Duration.ofSeconds(30);

  /** How many looks for the check there are to one look at its gateway. */
  private static final int LOOKS = 10;

  private final ChangeGate gate;
  private final History history;
  private final Gateways gateways;
  private final Ticker ticker;

  /** Builds it; nothing runs. */
  public RemoteChecks(ChangeGate gate, History history, Gateways gateways, Ticker ticker) {
    this.gate = gate;
    this.history = history;
    this.gateways = gateways;
    this.ticker = ticker;
  }

  /** Whether another gateway is noted as the one that holds the session of a worker. */
  public boolean isHeldElsewhere(WorkerRecord worker) {
    return worker.gateway() != null && !gate.isHeldHere(worker);
  }

  /**
   * Whether the gateway that holds the session of a worker is not heard of: it would not hear a
   * question either.
   *
   * @throws StoreException if the store does not answer
   */
  public boolean isHolderSilent(WorkerRecord worker) {
    return gateways.all().stream()
        .filter(seen -> seen.gateway().id().equals(worker.gateway()))
        .allMatch(seen -> seen.silence().compareTo(SILENT) > 0);
  }

  /**
   * Asks for a check and waits until one that was asked for is written down.
   *
   * @param longest how long to wait; the check may still come
   * @return empty if none came, or the gateway that was asked went silent
   * @throws StoreException if the store does not answer
   */
  public Optional<History.StoredCheck> ask(
      WorkerRecord worker, Caller caller, String why, Duration longest)
      throws InterruptedException {
    long last = history.checks(worker.name(), 1).stream().mapToLong(History.StoredCheck::id).sum();
    gate.checkAsked(worker, caller.name(), why);
    long asked = ticker.nanos();
    for (int look = 1; ticker.since(asked).compareTo(longest) < 0; look++) {
      Optional<History.StoredCheck> check = asked(worker.name(), last);
      if (check.isPresent() || (look % LOOKS == 0 && isHolderSilent(worker))) {
        return check;
      }
      rest();
    }
    return Optional.empty();
  }

  private Optional<History.StoredCheck> asked(WorkerName worker, long after) {
    return history.checks(worker, NEWEST).stream()
        .filter(check -> check.id() > after && check.kind() == History.CheckKind.ASKED)
        .findFirst();
  }

  private static void rest() throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }
}
