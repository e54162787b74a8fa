package tsa.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * The one writer of beats: it gathers them for a moment and writes them together, so that their
 * cost does not grow with their number (docs/decisions/0034-heartbeats-cost-little.md). Of two
 * beats of one worker the later is kept. Thread-safe.
 */
final class BeatWriter {
  private static final Logger log = LoggerFactory.getLogger(BeatWriter.class);

  private final WorkerStore store;
  private final Fitness fitness;
  private final Lane lane;
  private final Duration gather;
  private final Runnable written;
  private final Map<WorkerName, WorkerStore.GoodBeat> waiting = new LinkedHashMap<>();
  private boolean planned;
  private boolean awaited;

  /**
   * @param gather how long beats are gathered
   * @param written called after a write that somebody waits for
   */
  BeatWriter(WorkerStore store, Fitness fitness, Lane lane, Duration gather, Runnable written) {
    this.store = store;
    this.fitness = fitness;
    this.lane = lane;
    this.gather = gather;
    this.written = written;
  }

  /**
   * Takes a beat; it is written soon.
   *
   * @param awaitedBySomebody whether the beat may change the worker's state
   */
  synchronized void offer(WorkerStore.GoodBeat beat, boolean awaitedBySomebody) {
    waiting.merge(beat.name(), beat, BeatWriter::newer);
    awaited |= awaitedBySomebody;
    if (!planned) {
      planned = true;
      lane.after(gather, this::write);
    }
  }

  private static WorkerStore.GoodBeat newer(
      WorkerStore.GoodBeat before, WorkerStore.GoodBeat after) {
    return before.incarnation().isNewerThan(after.incarnation()) ? before : after;
  }

  /** Takes back the beats of a registration that has ended: it must not seem alive (B33). */
  synchronized void withdraw(WorkerName name, Incarnation incarnation) {
    WorkerStore.GoodBeat beat = waiting.get(name);
    if (beat != null && beat.incarnation().equals(incarnation)) {
      waiting.remove(name);
    }
  }

  private void write() {
    List<WorkerStore.GoodBeat> beats;
    boolean tell;
    synchronized (this) {
      beats = new ArrayList<>(waiting.values());
      waiting.clear();
      planned = false;
      tell = awaited;
      awaited = false;
    }
    if (beats.isEmpty()) {
      return;
    }
    fitness.writingBeats();
    try {
      store(beats);
      fitness.beatsWritten();
    } catch (StoreException e) {
      log.atWarn().addKeyValue("beats", beats.size()).setCause(e).log("beats not written");
      fitness.beatsLost();
    }
    if (tell) {
      written.run();
    }
  }

  /** One odd beat costs the others nothing: what is refused together is written one by one. */
  private void store(List<WorkerStore.GoodBeat> beats) {
    try {
      store.beat(beats);
    } catch (StoreException e) {
      if (!e.refused()) {
        throw e;
      }
      if (beats.size() == 1) {
        log.atError()
            .addKeyValue("worker", beats.getFirst().name())
            .setCause(e)
            .log("beat refused");
        return;
      }
      beats.forEach(beat -> store(List.of(beat)));
    }
  }
}
