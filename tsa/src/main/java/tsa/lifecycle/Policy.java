package tsa.lifecycle;

import java.time.Duration;

/**
 * The numbers of the rules, with their defaults (docs/defaults.md). Contradictions cannot be built.
 */
public record Policy(
    Connectivity connectivity, Health health, Drains drains, Quarantines quarantines, Brake brake) {

  /** The defaults. */
  public static final Policy DEFAULT =
      new Policy(
          new Connectivity(
              Duration.ofSeconds(30),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60),
              Duration.ofMinutes(2),
              Duration.ZERO),
          new Health(
              true,
              Duration.ofSeconds(60),
              Duration.ofSeconds(30),
              3,
              Duration.ofMinutes(2),
              false),
          new Drains(Duration.ofHours(1), Duration.ofHours(24)),
          new Quarantines(Duration.ofMinutes(1), Duration.ofHours(1)),
          new Brake(
              2, 20, Duration.ofMinutes(10), 55, Duration.ofMinutes(10), Duration.ofMinutes(1)));

  /**
   * Checks what the groups ask of each other.
   *
   * @throws PolicyException if two settings contradict each other
   */
  public Policy {
    PolicyException.unless(
        health.checkLimit().compareTo(health.checkInterval()) <= 0,
        "check-timeout",
        health.checkLimit(),
        "must not be longer than check-interval",
        health.checkInterval());
    PolicyException.unless(
        health.longestGap().compareTo(brake.window()) <= 0,
        "fleet-brake-window",
        brake.window(),
        "must not be shorter than the time between two failed checks, which can be",
        health.longestGap());
    PolicyException.unless(
        quarantines.max().compareTo(drains.retention()) <= 0,
        "quarantine-max",
        quarantines.max(),
        "must not exceed retired-retention, with which the record of it goes,",
        drains.retention());
  }

  /**
   * How long health evaluation must have been active before it stalls, forgets or cuts off anybody:
   * the silence it goes by, and its own grace
   * (docs/decisions/0031-health-evaluation-is-suspended-when-in-doubt.md).
   */
  public Duration evaluationNeeds() {
    Duration silence = connectivity.stallAfter();
    return silence.compareTo(brake.evaluationGrace()) > 0 ? silence : brake.evaluationGrace();
  }

  /** The same policy for a fleet of that size: see {@link Connectivity#forFleet}. */
  public Policy forFleet(int workers) {
    Connectivity paced = connectivity.forFleet(workers);
    return paced.equals(connectivity)
        ? this
        : new Policy(paced, health, drains, quarantines, brake);
  }

  /**
   * Whether a worker is within reach.
   *
   * @param heartbeatInterval time between two heartbeats, before jitter
   * @param heartbeatLimit how long a heartbeat may take
   * @param stallAfter silence after which a worker is stalled
   * @param ephemeralGrace how long an ephemeral worker stays stalled before it is forgotten
   * @param stalledTimeout how long any worker stays stalled before it is forgotten; zero for ever
   */
  public record Connectivity(
      Duration heartbeatInterval,
      Duration heartbeatLimit,
      Duration stallAfter,
      Duration ephemeralGrace,
      Duration stalledTimeout) {
    /**
     * @throws PolicyException if a value is not positive or two contradict each other
     */
    public Connectivity {
      PolicyException.positive("tsa-heartbeat-interval", heartbeatInterval);
      PolicyException.positive("heartbeat-timeout", heartbeatLimit);
      PolicyException.positive("ephemeral-grace", ephemeralGrace);
      PolicyException.notNegative("stalled-worker-timeout", stalledTimeout);
      PolicyException.unless(
          heartbeatInterval.multipliedBy(2).compareTo(stallAfter) <= 0,
          "stall-after",
          stallAfter,
          "must not be shorter than two heartbeat intervals,",
          heartbeatInterval.multipliedBy(2));
      PolicyException.unless(
          longestGap(heartbeatInterval, heartbeatLimit).compareTo(stallAfter) <= 0,
          "stall-after",
          stallAfter,
          "must not be shorter than a heartbeat with its jitter and limit, which can take",
          longestGap(heartbeatInterval, heartbeatLimit));
    }

    /** The most heartbeats a second that the whole fleet is asked for. */
    public static final int MOST_HEARTBEATS = 200;

    /**
     * Heartbeats of a large fleet come more seldom, so that their number a second stays bounded,
     * and silence has to last longer in the same proportion (Nomad's rule).
     */
    Connectivity forFleet(int workers) {
      Duration needed = Duration.ofSeconds(1).multipliedBy(workers).dividedBy(MOST_HEARTBEATS);
      if (needed.compareTo(heartbeatInterval) <= 0) {
        return this;
      }
      Duration silence =
          stallAfter
              .multipliedBy(needed.toMillis())
              .dividedBy(Math.max(1, heartbeatInterval.toMillis()));
      return new Connectivity(needed, heartbeatLimit, silence, ephemeralGrace, stalledTimeout);
    }

    /** The longest time from one good heartbeat of a live worker to its next. */
    public Duration longestGap() {
      return longestGap(heartbeatInterval, heartbeatLimit);
    }

    /**
     * How recent a good heartbeat has to be to show that this TSA can hear workers at all. When one
     * worker reaches {@link #stallAfter}, most others have sent a heartbeat within this time,
     * unless nobody can (#5082).
     */
    public Duration hearing() {
      return stallAfter.minus(heartbeatInterval.plus(heartbeatInterval.dividedBy(5)));
    }

    private static Duration longestGap(Duration interval, Duration limit) {
      return interval.plus(interval.dividedBy(5)).plus(limit);
    }
  }

  /**
   * Whether a worker can do its job.
   *
   * @param deepAdmission whether a newcomer must pass a deep check
   * @param checkInterval time between two deep checks, before jitter
   * @param checkLimit how long a deep check may take in all
   * @param failures completed failures in a row that make a worker broken
   * @param failingFor the time over which they must have been seen
   * @param observeOnly whether failing checks are only reported
   */
  public record Health(
      boolean deepAdmission,
      Duration checkInterval,
      Duration checkLimit,
      int failures,
      Duration failingFor,
      boolean observeOnly) {
    private static final Duration RECHECK = Duration.ofSeconds(10);
    private static final Duration SOONEST = Duration.ofSeconds(5);

    /**
     * @throws PolicyException if a value is not positive
     */
    public Health {
      PolicyException.positive("check-interval", checkInterval);
      PolicyException.positive("check-timeout", checkLimit);
      PolicyException.atLeast("check-failures", failures, 1);
      PolicyException.notNegative("check-failing-for", failingFor);
    }

    /** How soon after a check another one is made, whatever the traffic of builds shows. */
    public Duration soonest() {
      return checkInterval.compareTo(SOONEST) < 0 ? checkInterval : SOONEST;
    }

    /** Time to the next check after a first failure. */
    public Duration recheck() {
      return checkInterval.compareTo(RECHECK) < 0 ? checkInterval : RECHECK;
    }

    /** The longest time from the end of one deep check to that of the next. */
    Duration longestGap() {
      return checkInterval.plus(checkInterval.dividedBy(5)).plus(checkLimit);
    }

    /** How old a check may be to be acted upon; by then another one should have come. */
    Duration freshness() {
      return checkInterval.multipliedBy(2).plus(checkLimit);
    }
  }

  /**
   * How a worker leaves.
   *
   * @param timeout deadline of a drain
   * @param retention how long the record of a retired worker is kept
   */
  public record Drains(Duration timeout, Duration retention) {
    /**
     * @throws PolicyException if a value is not positive
     */
    public Drains {
      PolicyException.positive("drain-timeout", timeout);
      PolicyException.positive("retired-retention", retention);
    }
  }

  /**
   * How long a name that was retired as broken has to wait.
   *
   * @param min first quarantine; doubles with each retirement
   * @param max longest quarantine; also the time of health after which all is forgiven
   */
  public record Quarantines(Duration min, Duration max) {
    /**
     * @throws PolicyException if a value is not positive or the smallest exceeds the largest
     */
    public Quarantines {
      PolicyException.positive("quarantine-min", min);
      PolicyException.unless(
          min.compareTo(max) <= 0, "quarantine-min", min, "must not exceed quarantine-max", max);
    }
  }

  /**
   * What keeps the rules from harming the fleet.
   *
   * @param workers fewest failing workers at which the brake holds
   * @param percent smallest share of failing workers at which it holds
   * @param window how long a failure counts for it
   * @param freezePercent share of unreachable workers from which nobody is stalled
   * @param retireInterval time within which one of ten workers may be retired by the rules
   * @param evaluationGrace how long health evaluation must have been active before anybody is
   *     retired
   */
  public record Brake(
      int workers,
      int percent,
      Duration window,
      int freezePercent,
      Duration retireInterval,
      Duration evaluationGrace) {
    /**
     * @throws PolicyException if a value is out of its range
     */
    public Brake {
      PolicyException.atLeast("fleet-brake-workers", workers, 1);
      PolicyException.percent("fleet-brake-percent", percent);
      PolicyException.positive("fleet-brake-window", window);
      PolicyException.percent("fleet-freeze-percent", freezePercent);
      PolicyException.notNegative("retire-interval", retireInterval);
      PolicyException.notNegative("evaluation-grace", evaluationGrace);
    }
  }
}
