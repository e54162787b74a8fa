package tsa.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Prober;
import tsa.control.port.TrafficFailure;
import tsa.lifecycle.CheckReport;

/** What became of connections, by number. Thread-safe. */
public final class CountedHandshakes implements MetricsRecorder {
  private final Map<Handshake, Integer> counts = new ConcurrentHashMap<>();
  private volatile boolean keysCurrent = true;

  /** How many came to that. */
  public int of(Handshake how) {
    return counts.getOrDefault(how, 0);
  }

  @Override
  public void handshake(Handshake how) {
    counts.merge(how, 1, Integer::sum);
  }

  /** Whether the keys in force are those of their files, as was said last. */
  public boolean keysAreCurrent() {
    return keysCurrent;
  }

  @Override
  public void atcAnswered(String call, String answer) {
    throw new UnsupportedOperationException("the gateway asks no ATC");
  }

  @Override
  public void trafficFailed(TrafficFailure failure) {
    throw new UnsupportedOperationException("the gateway tells the session");
  }

  @Override
  public void keysCurrent(boolean current) {
    keysCurrent = current;
  }

  @Override
  public void changed(Event event) {
    throw new UnsupportedOperationException("the gateway changes nothing itself");
  }

  @Override
  public void heartbeat(Prober.HeartbeatResult result) {
    throw new UnsupportedOperationException("the gateway asks for no heartbeats");
  }

  @Override
  public void checked(History.CheckKind kind, CheckReport report) {
    throw new UnsupportedOperationException("the gateway makes no checks");
  }

  @Override
  public void passed(Duration took, boolean done) {
    throw new UnsupportedOperationException("the gateway makes no passes");
  }
}
