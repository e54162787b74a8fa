package tsa.probe;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tsa.control.DelayMonitor;
import tsa.control.port.Prober;
import tsa.control.port.ResidueJournal;
import tsa.control.port.Ticker;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckReport;
import tsa.testing.Patience;
import tsa.testing.Slowness;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** A prober with its journal, and the waiting for its answers. */
final class Probing implements AutoCloseable {
  /** Long enough never to be the reason for anything. */
  static final Duration AMPLE = Patience.LIMIT;

  /** For checks of workers that hang. */
  static final Duration SHORT = Slowness.scaled(Duration.ofMillis(1500));

  /** No check is thorough. */
  static final ProbeSettings LIGHT = new ProbeSettings(8, 250, 0);

  final RecordingJournal journal = new RecordingJournal();
  final TunnelProber prober;

  Probing(ProbeSettings settings) {
    this.prober = prober(settings, journal);
  }

  /** Without thorough checks. */
  Probing() {
    this(LIGHT);
  }

  /** With thorough checks at their usual cadence. */
  static Probing thorough() {
    return new Probing(ProbeSettings.DEFAULT);
  }

  static TunnelProber prober(ProbeSettings settings, ResidueJournal journal) {
    return prober(settings, journal, System::nanoTime);
  }

  static TunnelProber prober(ProbeSettings settings, ResidueJournal journal, Ticker ticker) {
    return new TunnelProber(settings, journal, new UUID(0, 1), ticker, new DelayMonitor(ticker));
  }

  static Prober.ProbeTarget target(Tunnel tunnel) {
    return new Prober.ProbeTarget(new WorkerName("w"), new Incarnation(1), tunnel);
  }

  static CheckHandle handle(int number) {
    return CheckHandle.of(new UUID(0, number));
  }

  CheckReport check(Tunnel tunnel, Duration limit) {
    return await(prober.check(target(tunnel), limit, Prober.Depth.AS_DUE));
  }

  Prober.HeartbeatResult heartbeat(Tunnel tunnel, Duration limit) {
    return await(prober.heartbeat(target(tunnel), limit));
  }

  boolean sweep(Tunnel tunnel) {
    return await(prober.sweep(target(tunnel), AMPLE));
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(Patience.LIMIT_MILLIS, TimeUnit.MILLISECONDS).join();
  }

  @Override
  public void close() {
    prober.close();
  }
}
