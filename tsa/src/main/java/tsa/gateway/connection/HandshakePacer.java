package tsa.gateway.connection;

import java.time.Duration;
import tsa.control.port.Ticker;

/**
 * Spreads handshakes over time. One costs about 2.5 ms of a core, in the same few threads that move
 * the bytes of everybody (docs/protocol/ssh-library.md#cost): without this, a flood of newcomers
 * delays those who are in. Who comes too early is not read from until its turn. Thread-safe.
 */
public final class HandshakePacer {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** This much of a second's handshakes may begin at once. */
  private static final long BURST = SECOND / 10;

  private final Ticker ticker;
  private final long each;
  private long turn;

  /**
   * @param perSecond how many may begin in a second, at least 1
   */
  public HandshakePacer(int perSecond, Ticker ticker) {
    this.ticker = ticker;
    this.each = SECOND / perSecond;
    this.turn = ticker.nanos() - BURST;
  }

  /** Takes the next turn; returns how long it is until then. */
  public synchronized Duration next() {
    long now = ticker.nanos();
    long earliest = now - BURST;
    turn = turn - earliest < 0 ? earliest : turn;
    Duration wait = Duration.ofNanos(Math.max(0, turn - now));
    turn += each;
    return wait;
  }
}
