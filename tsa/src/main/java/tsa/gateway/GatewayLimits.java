package tsa.gateway;

import java.time.Duration;

/**
 * The limits of the gateway. All durations are positive.
 *
 * @param loginTimeout from the accepted connection to the proven key
 * @param dropFrom connections without a proven key from which on newcomers are dropped at random
 * @param maxUnauthenticated connections without a proven key at which all newcomers are dropped
 * @param commandWait how long an authenticated connection may be without a command
 * @param maxCommands commands at once on one connection
 * @param stdinBytes longest worker object on stdin
 * @param stdinTimeout how long the worker object may take to arrive
 * @param forwardWait how long {@code forward-worker} waits for its two forwards
 * @param maxForwarded connections at once through one forward
 * @param keepaliveInterval between two requests for a sign of life
 * @param keepaliveMisses unanswered requests after which the peer is taken for dead
 * @param drainTimeout how long open connections may outlive the end of a registration
 * @param handOverGrace how long a superseded registration waits for the worker to end it itself
 * @param storeTries tries of a request that the store could not take
 * @param storePause between two such tries
 * @param closeWait how long closing the gateway waits for registrations to end in order
 */
public record GatewayLimits(
    Duration loginTimeout,
    int dropFrom,
    int maxUnauthenticated,
    Duration commandWait,
    int maxCommands,
    int stdinBytes,
    Duration stdinTimeout,
    Duration forwardWait,
    int maxForwarded,
    Duration keepaliveInterval,
    int keepaliveMisses,
    Duration drainTimeout,
    Duration handOverGrace,
    int storeTries,
    Duration storePause,
    Duration closeWait) {

  /** The defaults. */
  public static final GatewayLimits DEFAULTS =
      new GatewayLimits(
          Duration.ofSeconds(20),
          // A handshake costs about 2.5 ms of one core and a waiting one about 40 KB, so a whole
          // fleet that comes back at once fits below the first number (gateway notes §d, §g).
          1_000,
          2_000,
          Duration.ofSeconds(60),
          8,
          1 << 20,
          Duration.ofSeconds(30),
          // Go's server waits 10 s for each forward; ours waits once for both.
          Duration.ofSeconds(10),
          256,
          // A dead peer is noticed within 48 to 60 s: inside the time after which it stalls.
          Duration.ofSeconds(12),
          4,
          // As long as the stock worker's own --connection-drain-timeout.
          Duration.ofHours(1),
          Duration.ofSeconds(10),
          5,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10));

  /** The same with another rhythm of signs of life. */
  public GatewayLimits withKeepalive(Duration interval, int misses) {
    return new GatewayLimits(
        loginTimeout,
        dropFrom,
        maxUnauthenticated,
        commandWait,
        maxCommands,
        stdinBytes,
        stdinTimeout,
        forwardWait,
        maxForwarded,
        interval,
        misses,
        drainTimeout,
        handOverGrace,
        storeTries,
        storePause,
        closeWait);
  }

  /** The same with other waits for what a worker has to send. */
  public GatewayLimits withWaits(Duration stdin, Duration forwards, Duration handOver) {
    return new GatewayLimits(
        loginTimeout,
        dropFrom,
        maxUnauthenticated,
        commandWait,
        maxCommands,
        stdinBytes,
        stdin,
        forwards,
        maxForwarded,
        keepaliveInterval,
        keepaliveMisses,
        drainTimeout,
        handOver,
        storeTries,
        storePause,
        closeWait);
  }

  /** The same with other limits for connections that have not proven a key. */
  public GatewayLimits withLogin(Duration timeout, int from, int max) {
    return new GatewayLimits(
        timeout,
        from,
        max,
        commandWait,
        maxCommands,
        stdinBytes,
        stdinTimeout,
        forwardWait,
        maxForwarded,
        keepaliveInterval,
        keepaliveMisses,
        drainTimeout,
        handOverGrace,
        storeTries,
        storePause,
        closeWait);
  }

  /** The same with other pauses between tries at the store, and another drain time. */
  public GatewayLimits withPauses(Duration store, Duration drain) {
    return new GatewayLimits(
        loginTimeout,
        dropFrom,
        maxUnauthenticated,
        commandWait,
        maxCommands,
        stdinBytes,
        stdinTimeout,
        forwardWait,
        maxForwarded,
        keepaliveInterval,
        keepaliveMisses,
        drain,
        handOverGrace,
        storeTries,
        store,
        closeWait);
  }
}
