package tsa.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tsa.control.Prober.BeatResult;
import tsa.lifecycle.Asked;
import tsa.lifecycle.Beat;
import tsa.lifecycle.Changes;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Judge;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;
import tsa.lifecycle.Workers;
import tsa.worker.Load;
import tsa.worker.WorkerState;

/** A worker in a healthy fleet under the real rules, in a time of its own. */
final class Worker {
  private static final Policy POLICY = Policy.DEFAULT;

  private final Duration checkInterval;
  private final List<String> history = new ArrayList<>();
  private WorkerRecord record = Workers.in(WorkerState.RUNNING);
  private Instant now = Workers.T0;
  private Load load = new Load(0, 0, 0);

  Worker(Duration checkInterval) {
    this.checkInterval = checkInterval;
  }

  /** For so long each beat and each check finds the same. */
  void lasts(Duration time, BeatResult beat, CheckReport check) {
    Instant end = now.plus(time);
    Instant nextCheck = now.plus(checkInterval);
    while (now.isBefore(end)) {
      now = now.plus(POLICY.reach().beatInterval());
      beat(beat);
      if (!now.isBefore(nextCheck)) {
        record = Changes.checked(record, check, POLICY, now);
        nextCheck = now.plus(checkInterval);
      }
      decide();
    }
  }

  /** As a session does it: an answer that is an error keeps a worker in service within reach. */
  private void beat(BeatResult beat) {
    switch (beat) {
      case BeatResult.Good good -> load = good.load();
      case BeatResult.Missed missed -> {
        if (!missed.answered() || record.state().isDraining()) {
          return;
        }
      }
    }
    record = RecordBuilder.of(record).beat(new Beat(now, load)).build();
  }

  private void decide() {
    Decision decision = Lifecycle.decide(record, evidence(), POLICY, now);
    if (decision instanceof Decision.Move move) {
      record = Changes.moved(record, move, Asked.nothing(), POLICY, now);
      history.add(move.reason().sentence());
    }
  }

  private static Evidence evidence() {
    Judge judge = new Judge(Workers.T0.minus(Duration.ofHours(1)), "");
    return new Evidence(Asked.nothing(), judge, new Fleet(20, 1, 1, 19, 0));
  }

  String state() {
    return record.state().name().toLowerCase(Locale.ROOT);
  }

  /** Why it changed its state, each time. */
  List<String> history() {
    return List.copyOf(history);
  }
}
