package tsa.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Gateways;
import tsa.control.port.Lane;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.control.port.Ticker;

/**
 * What has to be counted in the database, counted now and then in a lane, so that a scrape reads
 * memory and never waits: metrics are needed most while the database hangs. Thread-safe.
 */
public final class DatabaseCounts {
  private static final Logger log = LoggerFactory.getLogger(DatabaseCounts.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final ResidueJournal residue;
  private final Gateways gateways;
  private final Ticker ticker;
  private final Lane lane;
  private volatile @Nullable Counted found;

  /**
   * What was counted.
   *
   * @param at when the counting began, on the ticker
   */
  record Counted(int handles, List<Gateways.GatewayStatus> gateways, long at) {}

  /**
   * Nothing is counted before {@link #start}.
   *
   * @param residue the journal of deep checks
   * @param gateways all gateways
   * @param lane where to wait for the database
   */
  public DatabaseCounts(ResidueJournal residue, Gateways gateways, Ticker ticker, Lane lane) {
    this.residue = residue;
    this.gateways = gateways;
    this.ticker = ticker;
    this.lane = lane;
  }

  /** Counts now, and from now on. */
  public void start() {
    lane.run(this::count);
  }

  private void count() {
    try {
      long at = ticker.nanos();
      found = new Counted(residue.size(), List.copyOf(gateways.all()), at);
    } catch (StoreException e) {
      found = null;
      log.atDebug().setCause(e).log("nothing could be counted in the database");
    } finally {
      lane.after(INTERVAL, this::count);
    }
  }

  /** The latest; empty if the database did not answer, or not for longer than that. */
  Optional<Counted> noOlderThan(Duration age) {
    return Optional.ofNullable(found)
        .filter(latest -> ticker.since(latest.at()).compareTo(age) <= 0);
  }
}
