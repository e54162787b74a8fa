package tsa.control;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Policy;
import tsa.worker.Load;

/**
 * When one session's worker is asked for a beat: at the interval of the policy while it answers,
 * and ever more seldom, up to that interval, while it does not. Runs in the lane of its session.
 */
final class SessionBeats {
  private static final Logger log = LoggerFactory.getLogger(SessionBeats.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private final Parts parts;
  private final Policy policy;
  private final Pace pace;
  private final Fitness fitness;
  private final Lane lane;
  private final Jitter jitter;
  private final Consumer<Load> good;
  private final BiConsumer<Prober.BeatResult.Missed, String> missed;

  private Prober.@Nullable Target target;
  private boolean asking;
  private boolean stopped;
  private boolean resting;
  private int misses;
  private Lane.Timer next = () -> {};

  /**
   * @param good told of each good beat, in the lane
   * @param missed told of each missed one, with the problem in words
   */
  SessionBeats(
      Parts parts,
      Pace pace,
      Fitness fitness,
      Lane lane,
      Consumer<Load> good,
      BiConsumer<Prober.BeatResult.Missed, String> missed) {
    this.parts = parts;
    this.policy = parts.policy();
    this.pace = pace;
    this.fitness = fitness;
    this.lane = lane;
    this.jitter = new Jitter(parts.random());
    this.good = good;
    this.missed = missed;
  }

  /** Begins with a beat now. */
  void start(Prober.Target whom) {
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
    parts
        .prober()
        .beat(target, policy.reach().beatLimit())
        .thenAccept(result -> lane.run(() -> answered(result)));
  }

  private void answered(Prober.BeatResult result) {
    asking = false;
    try {
      parts.meters().beat(result);
    } finally {
      take(result);
    }
  }

  private void take(Prober.BeatResult result) {
    if (stopped) {
      return;
    }
    switch (result) {
      case Prober.BeatResult.Good answer -> {
        misses = 0;
        after(jitter.around(pace.interval()));
        good.accept(answer.load());
      }
      case Prober.BeatResult.Missed answer -> missed(answer);
    }
  }

  private void missed(Prober.BeatResult.Missed answer) {
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
        .log("beat missed: {}", problem);
    if (answer.cause() == FailureCause.GATEWAY_DELAYED) {
      fitness.delayed();
    }
    after(retryDelay(misses));
    missed.accept(answer, problem);
  }

  private void after(Duration delay) {
    if (!resting) {
      next = lane.after(delay, this::now);
    }
  }

  /** Asks no more for now: the worker waits for something that will show as much as a beat. */
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

  /** Grows with each miss up to the interval of the beats, so that the sick cost no more. */
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
