package tsa.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tsa.control.port.Prober.HeartbeatResult;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.RecordChanges;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Load;
import tsa.worker.WorkerState;

/** A worker in a healthy fleet under the real rules, in a time of its own. */
final class RuledWorker {
  private static final Policy POLICY = Policy.DEFAULT;

  private final Duration checkInterval;
  private final List<String> history = new ArrayList<>();
  private WorkerRecord record = SampleWorkers.in(WorkerState.RUNNING);
  private Instant now = SampleWorkers.T0;
  private Load load = new Load(0, 0, 0);

  RuledWorker(Duration checkInterval) {
    this.checkInterval = checkInterval;
  }

  /** For so long each heartbeat and each check finds the same. */
  void lasts(Duration time, HeartbeatResult heartbeat, CheckReport check) {
    Instant end = now.plus(time);
    Instant nextCheck = now.plus(checkInterval);
    while (now.isBefore(end)) {
      now = now.plus(POLICY.connectivity().heartbeatInterval());
      heartbeat(heartbeat);
      if (!now.isBefore(nextCheck)) {
        record = RecordChanges.checked(record, check, POLICY, now);
        nextCheck = now.plus(checkInterval);
      }
      decide();
    }
  }

  /** As a session does it: an answer that is an error keeps a worker in service within reach. */
  private void heartbeat(HeartbeatResult heartbeat) {
    switch (heartbeat) {
      case HeartbeatResult.Good good -> load = good.load();
      case HeartbeatResult.Missed missed -> {
        if (!missed.answered() || record.state().isDraining()) {
          return;
        }
      }
    }
    record = RecordBuilder.of(record).heartbeat(new Heartbeat(now, load)).build();
  }

  private void decide() {
    Decision decision = Lifecycle.decide(record, evidence(), POLICY, now);
    if (decision instanceof Decision.Move move) {
      record = RecordChanges.moved(record, move, Request.nothing(), POLICY, now);
      history.add(move.reason().sentence());
    }
  }

  private static Evidence evidence() {
    EvaluationStatus evaluation =
        new EvaluationStatus(SampleWorkers.T0.minus(Duration.ofHours(1)), "");
    return new Evidence(Request.nothing(), evaluation, new Fleet(20, 1, 1, 19, 0));
  }

  String state() {
    return record.state().name().toLowerCase(Locale.ROOT);
  }

  /** Why it changed its state, each time. */
  List<String> history() {
    return List.copyOf(history);
  }
}
