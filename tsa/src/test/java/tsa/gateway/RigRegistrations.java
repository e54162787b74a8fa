package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import tsa.control.Registrations;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.CheckReport;
import tsa.testing.Patience;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;

/** Hands the sessions that are opened to the test. Thread-safe. */
public final class RigRegistrations implements Registrations {
  /** One session. */
  public record Opened(Registration registration, Machine machine, WorkerLink link) {}

  private final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
  private volatile Consumer<Opened> reaction = session -> {};

  /** What to do with each session besides queueing it. */
  public void onOpen(Consumer<Opened> what) {
    reaction = what;
  }

  @Override
  public void open(Registration registration, Machine machine, WorkerLink link) {
    Opened session = new Opened(registration, machine, link);
    reaction.accept(session);
    opened.add(session);
  }

  /** The next session that was opened; fails if none is within a time. */
  public Opened next() throws InterruptedException {
    Opened next = Patience.next(opened);
    assertThat(next).as("a registration").isNotNull();
    return next;
  }

  /** Whether none waits. */
  public boolean isQuiet() {
    return opened.isEmpty();
  }

  @Override
  public Optional<CompletableFuture<CheckReport>> checkNow(WorkerName name) {
    return Optional.empty();
  }

  @Override
  public List<Held> held() {
    return List.of();
  }

  /** Names of which a registration waits. */
  public final Set<WorkerName> waiting = ConcurrentHashMap.newKeySet();

  @Override
  public boolean waits(WorkerName name) {
    return waiting.contains(name);
  }
}
