package tsa.control;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Lane;
import tsa.control.port.Prober;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Policy;
import tsa.worker.Load;

/**
 * When one session's worker is asked for a heartbeat: at the interval of the policy while it
 * answers, and ever more seldom, up to that interval, while it does not. Runs in the lane of its
 * session.
 */
final class SessionHeartbeats {
  private static final Logger log = LoggerFactory.getLogger(SessionHeartbeats.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private final ControlDependencies dependencies;
  private final Policy policy;
  private final HeartbeatPace pace;
  private final EvaluationMonitor monitor;
  private final Lane lane;
  private final Jitter jitter;
  private final Consumer<Load> good;
  private final BiConsumer<Prober.HeartbeatResult.Missed, String> missed;

  private Prober.@Nullable ProbeTarget target;
  private boolean asking;
  private boolean stopped;
  private boolean resting;
  private int misses;
  private Lane.Timer next = () -> {};

  /**
   * @param good told of each good heartbeat, in the lane
   * @param missed told of each missed one, with the problem in words
   */
  SessionHeartbeats(
      ControlDependencies dependencies,
      HeartbeatPace pace,
      EvaluationMonitor monitor,
      Lane lane,
      Consumer<Load> good,
      BiConsumer<Prober.HeartbeatResult.Missed, String> missed) {
    this.dependencies = dependencies;
    this.policy = dependencies.policy();
    this.pace = pace;
    this.monitor = monitor;
    this.lane = lane;
    this.jitter = new Jitter(dependencies.random());
    this.good = good;
    this.missed = missed;
  }

  /** Begins with a heartbeat now. */
  void start(Prober.ProbeTarget whom) {
    target = whom;
    now();
  }

  /** Asks now, unless it is being asked. */
  void now() {
    next.cancel();
    if (stopped || asking || target == null) {
      return;
    }
    asking = true;
    dependencies
        .prober()
        .heartbeat(target, policy.connectivity().heartbeatLimit())
        .thenAccept(result -> lane.run(() -> answered(result)));
  }

  private void answered(Prober.HeartbeatResult result) {
    asking = false;
    try {
      dependencies.metrics().heartbeat(result);
    } finally {
      take(result);
    }
  }

  private void take(Prober.HeartbeatResult result) {
    if (stopped) {
      return;
    }
    switch (result) {
      case Prober.HeartbeatResult.Good answer -> {
        misses = 0;
        after(jitter.around(pace.interval()));
        good.accept(answer.load());
      }
      case Prober.HeartbeatResult.Missed answer -> missed(answer);
    }
  }

  private void missed(Prober.HeartbeatResult.Missed answer) {
    misses++;
    String problem =
        answer.server().name().toLowerCase(Locale.ROOT)
            + ": "
            + answer.cause().word()
            + (answer.detail().isEmpty() ? "" : " (" + answer.detail() + ")");
    log.atInfo()
        .addKeyValue("worker", target == null ? "" : target.name())
        .addKeyValue("cause", answer.cause().word())
        .addKeyValue("misses", misses)
        .log("heartbeat missed: {}", problem);
    if (answer.cause() == FailureCause.GATEWAY_DELAYED) {
      monitor.delayed();
    }
    after(retryDelay(misses));
    missed.accept(answer, problem);
  }

  private void after(Duration delay) {
    if (!resting) {
      next = lane.after(delay, this::now);
    }
  }

  /** Asks no more for now: the worker waits for something that will show as much as a heartbeat. */
  void rest() {
    resting = true;
    next.cancel();
  }

  /** Goes on after {@link #rest}; does nothing if it does not rest. */
  void goOn() {
    if (resting) {
      resting = false;
      after(jitter.around(pace.interval()));
    }
  }

  /** Grows with each miss up to the interval of the heartbeats, so that the sick cost no more. */
  Duration retryDelay(int tries) {
    Duration most = pace.interval();
    Duration delay = FIRST_RETRY;
    for (int i = 1; i < tries && delay.compareTo(most) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return jitter.around(delay.compareTo(most) < 0 ? delay : most);
  }

  /** Ends it; an answer that still comes is dropped. */
  void stop() {
    stopped = true;
    next.cancel();
  }
}
