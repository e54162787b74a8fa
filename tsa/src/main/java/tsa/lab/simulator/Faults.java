package tsa.lab.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tsa.lab.simulator.http.AbruptCloseException;

/**
 * The fault switches of one simulated worker. They can be thrown at any time; requests under way
 * notice. Safe for use by many threads.
 */
public final class Faults implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<WorkerServer, Map<Fault, Long>> active = new EnumMap<>(WorkerServer.class);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Duration maxHold;
  private boolean closed;

  /**
   * Starts with everything well.
   *
   * @param maxHold how long a "hung" call is held at the most before its connection ends
   */
  public Faults(Duration maxHold) {
    this.maxHold = maxHold;
    for (WorkerServer server : WorkerServer.values()) {
      active.put(server, new EnumMap<>(Fault.class));
    }
  }

  /** Switches a fault on for both servers, with its default number if it takes one. */
  public void set(Fault fault) {
    set(fault, fault.defaultArgument());
  }

  /** Switches a fault on for both servers. */
  public void set(Fault fault, long argument) {
    for (WorkerServer server : WorkerServer.values()) {
      set(server, fault, argument);
    }
  }

  /** Switches a fault on for one server. */
  public void set(WorkerServer server, Fault fault, long argument) {
    change(() -> of(server).put(fault, argument));
  }

  /**
   * Switches on a list of faults, such as {@code slow=250,garden:accept-then-hang}; an empty text
   * is an empty list.
   *
   * @throws IllegalArgumentException when one is not known; then none is switched
   */
  public void apply(String specs) {
    List<FaultSpec> parsed = new ArrayList<>();
    for (String spec : specs.split(",")) {
      if (!spec.isBlank()) {
        parsed.add(FaultSpec.parse(spec));
      }
    }
    for (FaultSpec spec : parsed) {
      for (WorkerServer server : spec.servers()) {
        set(server, spec.fault(), spec.argument());
      }
    }
  }

  /** Switches a fault off everywhere; calls held by it go on. */
  void clear(Fault fault) {
    change(() -> active.values().forEach(faults -> faults.remove(fault)));
  }

  /** Switches every fault off. */
  public void clearAll() {
    change(() -> active.values().forEach(Map::clear));
  }

  /** Returns the faults that are on, each as {@link #apply} reads it, in a stable order. */
  public List<String> active() {
    List<String> specs = new ArrayList<>();
    lock.lock();
    try {
      active.forEach((server, faults) ->
          faults.forEach((fault, argument) -> specs.add(FaultSpec.print(server, fault, argument))));
    } finally {
      lock.unlock();
    }
    return specs;
  }

  /** Returns whether the fault is on for that server. */
  public boolean isOn(WorkerServer server, Fault fault) {
    return argument(server, fault).isPresent();
  }

  /** Returns the number a fault was switched on with; empty when it is off. */
  public OptionalLong argument(WorkerServer server, Fault fault) {
    lock.lock();
    try {
      Long argument = of(server).get(fault);
      return argument == null ? OptionalLong.empty() : OptionalLong.of(argument);
    } finally {
      lock.unlock();
    }
  }

  /** Calls {@code listener} after every change, on the thread that made it. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Holds the calling thread for as long as the fault is on.
   *
   * @throws AbruptCloseException when it was held too long or the worker is being closed
   */
  void hold(WorkerServer server, Fault fault) throws AbruptCloseException, InterruptedException {
    if (!await(server, fault, maxHold.toNanos())) {
      throw new AbruptCloseException("held too long by " + fault.id());
    }
  }

  /** Delays the calling thread by the fault's number of milliseconds, unless it is switched off. */
  void delay(WorkerServer server, Fault fault) throws AbruptCloseException, InterruptedException {
    await(server, fault, Duration.ofMillis(argument(server, fault).orElse(0)).toNanos());
  }

  /** Holds the calling thread until the fault is off or the time is over, and says which. */
  boolean holdFor(WorkerServer server, Fault fault, Duration time)
      throws AbruptCloseException, InterruptedException {
    return await(server, fault, time.toNanos());
  }

  private boolean await(WorkerServer server, Fault fault, long nanos)
      throws AbruptCloseException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (of(server).containsKey(fault) && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        throw new AbruptCloseException("the simulated worker is closed");
      }
      return !of(server).containsKey(fault);
    } finally {
      lock.unlock();
    }
  }

  private Map<Fault, Long> of(WorkerServer server) {
    return active.getOrDefault(server, Map.of());
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
  }

  /** Lets every held call end. */
  @Override
  public void close() {
    change(() -> closed = true);
  }
}
