package tsa.gateway.settings;

import java.time.Duration;

/** The limits of the gateway, by what they bound. All durations are positive. */
public record GatewayLimits(
    LoginLimits login, Input input, Liveness liveness, DrainLimits drains, Store store) {

  private static final Duration KEY_LOOK = Duration.ofSeconds(1);

  /** The defaults. */
  public static final GatewayLimits DEFAULTS =
      new GatewayLimits(
          // A waiting connection costs about 40 KB and a handshake 2.5 ms of one core
          // (docs/protocol/ssh-library.md#cost): at most 160 MB and half of the machine. A fleet of
          // a thousand behind one address can come back at once, and a single address never makes
          // others drop.
          new LoginLimits(Duration.ofSeconds(20), 2_000, 30, 4_000, 1_500, 0, 30_000, KEY_LOOK),
          // Go's server waits 10 s for each forward; ours waits once for both.
          new Input(1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(10), 8, 2_000),
          // A dead peer is noticed within 44 to 55 s: inside the time after which it stalls.
          new Liveness(Duration.ofSeconds(11), 4, Duration.ofSeconds(60)),
          // The first is as long as the stock worker's own --connection-drain-timeout.
          new DrainLimits(
              Duration.ofHours(1),
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              Duration.ofSeconds(5)),
          new Store(5, Duration.ofSeconds(1)));

  /**
   * Of who gets in.
   *
   * @param timeout from a connection's turn to shake hands to the proven key
   * @param dropFrom how many unauthenticated ones there may be before newcomers are dropped at
   *     random
   * @param dropPercent the chance of being dropped there; it grows evenly to certainty
   * @param max how many there may be before all newcomers are dropped
   * @param maxPerAddress how many there may be from one address
   * @param handshakes how many may begin in a second, others wait; 0 for {@link
   *     #HANDSHAKES_PER_CORE} times the cores there are
   * @param maxPerKey connections at once that one key may have
   * @param keyLook time between two looks at the key files
   */
  public record LoginLimits(
      Duration timeout,
      int dropFrom,
      int dropPercent,
      int max,
      int maxPerAddress,
      int handshakes,
      int maxPerKey,
      Duration keyLook) {
    /** Half of what a core can do. */
    public static final int HANDSHAKES_PER_CORE = 200;

    /**
     * @throws IllegalArgumentException if the numbers cannot be
     */
    public LoginLimits {
      if (dropFrom < 1 || max <= dropFrom || dropPercent < 0 || dropPercent > 100) {
        throw new IllegalArgumentException(
            dropFrom + ":" + dropPercent + ":" + max + " is not START:PERCENT:FULL, START < FULL");
      }
      if (maxPerAddress < 1 || maxPerKey < 1) {
        throw new IllegalArgumentException("a limit on connections is at least 1");
      }
      if (handshakes < 0) {
        throw new IllegalArgumentException("a rate of handshakes is at least 0");
      }
    }

    /** How many handshakes may begin in a second, with that many cores. */
    public int handshakes(int cores) {
      return handshakes == 0 ? HANDSHAKES_PER_CORE * cores : handshakes;
    }

    /** The same with another timeout and other numbers to drop by. */
    public LoginLimits dropping(Duration within, int from, int percent, int all) {
      return new LoginLimits(
          within, from, percent, all, maxPerAddress, handshakes, maxPerKey, keyLook);
    }
  }

  /**
   * Of what a connection may send.
   *
   * @param stdinBytes longest worker object
   * @param stdinTimeout how long the worker object may take to arrive
   * @param forwardWait how long {@code forward-worker} waits for its two forwards
   * @param maxCommands commands at once on one connection
   * @param maxForwarded connections at once through one forward
   */
  public record Input(
      int stdinBytes,
      Duration stdinTimeout,
      Duration forwardWait,
      int maxCommands,
      int maxForwarded) {}

  /**
   * Of silence.
   *
   * @param interval between two requests for a sign of life
   * @param misses unanswered requests after which the peer is taken for dead
   * @param commandWait how long an authenticated connection may be without a command
   */
  public record Liveness(Duration interval, int misses, Duration commandWait) {}

  /**
   * Of endings.
   *
   * @param timeout how long open connections may outlive the end of a registration
   * @param handOverGrace how long a superseded registration waits for the worker to end it itself
   * @param closeWait how long closing the gateway waits for commands to end in order
   * @param stopWait how long open connections may outlive a registration whose gateway stops; less
   *     than the wait for the commands
   */
  public record DrainLimits(
      Duration timeout, Duration handOverGrace, Duration closeWait, Duration stopWait) {}

  /**
   * Of requests that the store cannot take at once.
   *
   * @param tries in all
   * @param pause between two
   */
  public record Store(int tries, Duration pause) {}

  /** The same with other limits for connections that have not proven a key. */
  public GatewayLimits with(LoginLimits other) {
    return new GatewayLimits(other, input, liveness, drains, store);
  }

  /** The same with other limits for what a connection may send. */
  public GatewayLimits with(Input other) {
    return new GatewayLimits(login, other, liveness, drains, store);
  }

  /** The same with other limits for silence. */
  public GatewayLimits with(Liveness other) {
    return new GatewayLimits(login, input, other, drains, store);
  }

  /** The same with other limits for endings. */
  public GatewayLimits with(DrainLimits other) {
    return new GatewayLimits(login, input, liveness, other, store);
  }

  /** The same with other limits for requests. */
  public GatewayLimits with(Store other) {
    return new GatewayLimits(login, input, liveness, drains, other);
  }
}
