package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Gateways;
import tsa.control.port.Lane;
import tsa.control.port.StoreException;
import tsa.lifecycle.EvaluationStatus;

/**
 * Keeps this process known among the gateways, and removes those that went without a goodbye, so
 * that their workers count as held by nobody. Runs in one lane.
 */
final class GatewayRegistration {
  private static final Logger log = LoggerFactory.getLogger(GatewayRegistration.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** A gateway silent for this long is gone; a live one would have spoken six times. */
  private static final Duration GONE = Duration.ofMinutes(1);

  /** One that speaks has a turn in this time, also when it is late. */
  private static final Duration QUIET = INTERVAL.multipliedBy(2);

  /** After an outage of the database, or a jump of its clock, all are silent until they speak. */
  private static final int ROUNDS = 3;

  private final Gateways gateways;
  private final Gateways.Gateway me;
  private final EvaluationMonitor monitor;
  private final PeerEvaluations peerEvaluations;
  private final Lane lane;
  private final Map<UUID, Integer> silent = new HashMap<>();

  GatewayRegistration(
      Gateways gateways,
      Gateways.Gateway me,
      EvaluationMonitor monitor,
      PeerEvaluations peerEvaluations,
      Lane lane) {
    this.gateways = gateways;
    this.me = me;
    this.monitor = monitor;
    this.peerEvaluations = peerEvaluations;
    this.lane = lane;
  }

  /**
   * Makes this process known; only then may it admit workers.
   *
   * @throws StoreException if the store cannot answer
   */
  void start() {
    gateways.register(me);
    lane.after(INTERVAL, this::announce);
  }

  private void announce() {
    try {
      EvaluationStatus evaluation = monitor.status();
      if (!gateways.renew(
          me.id(), evaluation.activeSince() == null ? evaluation.problem() : null)) {
        log.atWarn().log("another gateway took this one for dead; registering again");
        gateways.register(me);
      }
      releaseTheGone();
    } catch (StoreException e) {
      log.atWarn().setCause(e).log("the other gateways could not be told of this one");
    } finally {
      lane.after(INTERVAL, this::announce);
    }
  }

  private void releaseTheGone() {
    List<Gateways.GatewayStatus> others = new ArrayList<>(gateways.all());
    others.removeIf(seen -> seen.gateway().id().equals(me.id()));
    Instant now = monitor.lastRead();
    if (now != null) {
      peerEvaluations.note(others, QUIET, now);
    }
    others.removeIf(seen -> seen.silence().compareTo(GONE) <= 0);
    silent.keySet().retainAll(others.stream().map(seen -> seen.gateway().id()).toList());
    for (Gateways.GatewayStatus seen : others) {
      if (silent.merge(seen.gateway().id(), 1, Integer::sum) >= ROUNDS) {
        int workers = gateways.release(seen.gateway().id(), GONE);
        log.atInfo()
            .addKeyValue("gateway", seen.gateway().id())
            .addKeyValue("host", seen.gateway().host())
            .addKeyValue("workers", workers)
            .log("a gateway went without a goodbye; its workers are held by nobody");
      }
    }
  }

  /** Says goodbye. */
  void stop() {
    try {
      gateways.release(me.id(), Duration.ZERO);
    } catch (StoreException e) {
      log.atWarn().setCause(e).log("no goodbye could be said; the others will notice");
    }
  }
}
