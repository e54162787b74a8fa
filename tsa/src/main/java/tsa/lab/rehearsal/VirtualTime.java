package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import tsa.control.port.Lane;
import tsa.control.port.Ticker;

/**
 * Time that moves only when it is told to. Lanes run in the calling thread, in the order of their
 * due times, so that a run depends on nothing but its input. Not thread-safe.
 */
public final class VirtualTime implements Lane.Lanes, Ticker, InstantSource {
  private final Instant start;
  private final PriorityQueue<ScheduledTask> tasks = new PriorityQueue<>();
  private long nanos;
  private long wallOffset;
  private long sequence;

  private record ScheduledTask(long at, long sequence, Runnable work, AtomicBoolean cancelled)
      implements Comparable<ScheduledTask> {
    @Override
    public int compareTo(ScheduledTask other) {
      return at == other.at ? Long.compare(sequence, other.sequence) : Long.compare(at, other.at);
    }
  }

  /** Time that begins at that instant. */
  public VirtualTime(Instant start) {
    this.start = start;
  }

  /** Runs everything that is due within that time, and ends at its end. */
  public void pass(Duration time) {
    pass(time, () -> {});
  }

  /** As above, and does something after each of them. */
  public void pass(Duration time, Runnable afterEach) {
    long end = nanos + time.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      ScheduledTask task = tasks.poll();
      nanos = Math.max(nanos, task.at());
      if (!task.cancelled().get()) {
        task.work().run();
        afterEach.run();
      }
    }
    nanos = end;
  }

  /** Lets time go by while nothing runs: a pause of the process. */
  public void freeze(Duration time) {
    nanos += time.toNanos();
  }

  /** Moves the wall clock, but not the ticker. */
  public void jump(Duration by) {
    wallOffset += by.toNanos();
  }

  /** Has something done after that time. */
  public Lane.Timer after(Duration delay, Runnable work) {
    AtomicBoolean cancelled = new AtomicBoolean();
    tasks.add(new ScheduledTask(nanos + Math.max(0, delay.toNanos()), sequence++, work, cancelled));
    return () -> cancelled.set(true);
  }

  @Override
  public Lane lane(String name) {
    return new Lane() {
      @Override
      public void run(Runnable task) {
        VirtualTime.this.after(Duration.ZERO, task);
      }

      @Override
      public Timer after(Duration delay, Runnable task) {
        return VirtualTime.this.after(delay, task);
      }
    };
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos + wallOffset);
  }
}
