package tsa.gateway.command;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tsa.control.port.TrafficFailure;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.SessionEnd;
import tsa.worker.Address;

/**
 * One {@code forward-worker} session as the control loop holds it. What it is told to write is
 * queued, up to a limit, and written by the command's own thread in {@link #pump}, so that a worker
 * that does not read holds up nobody else.
 */
final class SessionLink implements WorkerLink {
  /**
   * Beyond this, a worker that does not read loses lines; all of them are repeated or a courtesy.
   */
  private static final int MAX_QUEUED = 64;

  private static final String REGISTERED = "{\"event\":\"registered\"}";
  private static final String HEARTBEATED = "{\"event\":\"heartbeated\"}";

  private final Tunnel tunnel;
  private final @Nullable Address address;
  private final Consumer<Consumer<TrafficFailure>> traffic;
  private final CompletableFuture<Gone> gone;
  private final CompletableFuture<SessionEnd> ending = new CompletableFuture<>();
  private final LinkedBlockingQueue<Note> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger lines = new AtomicInteger();

  /**
   * @param address null if listeners are off
   * @param traffic takes whoever is to be told of failures in the traffic of others
   * @param gone completed when the worker is gone
   */
  SessionLink(
      Tunnel tunnel,
      @Nullable Address address,
      Consumer<Consumer<TrafficFailure>> traffic,
      CompletableFuture<Gone> gone) {
    this.traffic = traffic;
    this.tunnel = tunnel;
    this.address = address;
    this.gone = gone;
    gone.thenRun(() -> queue.add(new Note.Over()));
  }

  private sealed interface Note {
    record EventLine(String json) implements Note {}

    record RemarkLine(String line) implements Note {}

    record Over() implements Note {}
  }

  @Override
  public Tunnel tunnel() {
    return tunnel;
  }

  @Override
  public @Nullable Address address() {
    return address;
  }

  @Override
  public void watchTraffic(Consumer<TrafficFailure> listener) {
    traffic.accept(listener);
  }

  @Override
  public void registered() {
    enqueue(new Note.EventLine(REGISTERED));
  }

  @Override
  public void heartbeated() {
    enqueue(new Note.EventLine(HEARTBEATED));
  }

  @Override
  public void tell(String line) {
    enqueue(new Note.RemarkLine(line));
  }

  @Override
  public void end(SessionEnd how) {
    if (ending.complete(how)) {
      queue.add(new Note.Over());
    }
  }

  @Override
  public CompletableFuture<Gone> gone() {
    return gone.copy();
  }

  /** How it was ended from our side; not done if it was not. */
  CompletableFuture<SessionEnd> ending() {
    return ending;
  }

  private void enqueue(Note note) {
    if (gone.isDone() || ending.isDone()) {
      return;
    }
    if (lines.incrementAndGet() > MAX_QUEUED) {
      lines.decrementAndGet();
      return;
    }
    queue.add(note);
  }

  /**
   * Writes what is queued until the session is over, from either side.
   *
   * @throws IOException if the worker cannot be written to
   */
  void pump(CommandIo io) throws IOException, InterruptedException {
    for (Note note = queue.take(); !(note instanceof Note.Over); note = queue.take()) {
      lines.decrementAndGet();
      switch (note) {
        case Note.EventLine event -> io.print(event.json());
        case Note.RemarkLine remark -> io.tell(remark.line());
        case Note.Over _ -> throw new IllegalStateException("the loop ends at this note");
      }
    }
  }
}
