package tsa.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tsa.control.Registrations;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.CheckReport;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;

/** Sessions as a test wants them. Thread-safe. */
public class FakeRegistrations implements Registrations {
  private final Map<WorkerName, CompletableFuture<CheckReport>> checks = new ConcurrentHashMap<>();
  private final List<Held> held = new CopyOnWriteArrayList<>();

  /** What a check of that worker comes to; without this, its session is not held here. */
  public void check(String name, CompletableFuture<CheckReport> report) {
    checks.put(new WorkerName(name), report);
  }

  /** A session that is held here. */
  public void hold(Held session) {
    held.add(session);
  }

  @Override
  public void open(Registration registration, Machine machine, WorkerLink link) {
    throw new UnsupportedOperationException("nobody registers over REST");
  }

  @Override
  public Optional<CompletableFuture<CheckReport>> checkNow(WorkerName name) {
    return Optional.ofNullable(checks.get(name));
  }

  @Override
  public List<Held> held() {
    return List.copyOf(held);
  }

  @Override
  public boolean waits(WorkerName name) {
    return false;
  }
}
