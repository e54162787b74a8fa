package tsa.control.port;

import java.time.Duration;
import tsa.lifecycle.CheckReport;

/** Port: counts what happens in this process. Neither blocks nor throws. Thread-safe. */
public interface MetricsRecorder {
  /** What became of a connection that somebody opened to the SSH gateway. */
  enum Handshake {
    /** Somebody proved a key that is let in. */
    LET_IN,
    /** No key was let in. */
    REFUSED,
    /** It took too long, or broke, before a key was shown. */
    BROKEN,
    /** There was no room for it. */
    NO_ROOM
  }

  /** A worker's record changed through this process, or a request was refused. */
  void changed(Event event);

  /** A worker was asked for a heartbeat. */
  void heartbeat(Prober.HeartbeatResult result);

  /** A deep check ended. */
  void checked(History.CheckKind kind, CheckReport report);

  /**
   * A pass over the fleet ended.
   *
   * @param done whether the store answered
   */
  void passed(Duration took, boolean done);

  /** A connection to the gateway was let in or not. */
  void handshake(Handshake how);

  /**
   * The ATC answered a call, or did not.
   *
   * @param call which: a step by which it is told of a worker, or {@code ping}
   * @param answer {@code accepted}, {@code not-found}, {@code rejected} or {@code unavailable}
   */
  void atcAnswered(String call, String answer);

  /** The traffic of builds showed a failure of a worker. */
  void trafficFailed(TrafficFailure failure);

  /**
   * Told again and again.
   *
   * @param current whether the keys in force are those of their files
   */
  void keysCurrent(boolean current);

  /** Counts nothing. */
  MetricsRecorder NONE =
      new MetricsRecorder() {
        @Override
        public void changed(Event event) {}

        @Override
        public void heartbeat(Prober.HeartbeatResult result) {}

        @Override
        public void checked(History.CheckKind kind, CheckReport report) {}

        @Override
        public void passed(Duration took, boolean done) {}

        @Override
        public void handshake(Handshake how) {}

        @Override
        public void atcAnswered(String call, String answer) {}

        @Override
        public void trafficFailed(TrafficFailure failure) {}

        @Override
        public void keysCurrent(boolean current) {}
      };
}
