package tsa.cli.text;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tsa.wire.AssessmentJson;
import tsa.wire.CheckSummaryJson;
import tsa.wire.CordonJson;
import tsa.wire.WorkerDetailJson;

/** The explanation of a worker's state, in plain words: verdict, evidence, rule, what is next. */
public final class WhyText {
  private static final int LABEL = 14;

  private final WorkerDetailJson worker;
  private final Screen screen;

  public WhyText(WorkerDetailJson worker, Screen screen) {
    this.worker = worker;
    this.screen = screen;
  }

  public void print() {
    screen.line(
        worker.name() + " is ",
        Colour.ofState(worker.state()),
        worker.state(),
        ": " + worker.meaning());
    line("since", TimeText.past(worker.since(), worker.now()));
    line("because", worker.reason().text() + " [" + worker.reason().code() + "]");
    assessment(worker.assessment());
    connectivity();
    health();
    drain();
    cordon();
    quarantine();
    session();
  }

  private void line(String label, String text) {
    screen.line("  " + label + " ".repeat(Math.max(1, LABEL - label.length())) + text);
  }

  private void more(String text) {
    line("", text);
  }

  private void assessment(AssessmentJson now) {
    line("now", now.reason().text() + " [" + now.reason().code() + "]");
    now.reason().details().forEach((name, value) -> more("  " + name + " = " + value));
    more(now.meaning());
    line("next", next(now));
    line("to do", now.remedy());
    if (now.scheduling() != null) {
      line("builds", now.scheduling().text() + " [" + now.scheduling().code() + "]");
    }
  }

  private String next(AssessmentJson now) {
    AssessmentJson.NextJson next = now.next();
    return switch (now.verdict()) {
      case "move" -> "about to be " + now.to() + then(next);
      case "forget" -> "about to be forgotten" + then(next);
      default -> next == null ? "nothing" : next(next);
    };
  }

  private String then(AssessmentJson.@Nullable NextJson next) {
    return next == null ? "" : "; then " + next(next);
  }

  private String next(AssessmentJson.NextJson next) {
    Instant at = next.at();
    return at == null ? next.text() : next.text() + ", " + TimeText.future(at, worker.now());
  }

  private void connectivity() {
    WorkerDetailJson.HeartbeatJson heartbeat = worker.connectivity().lastHeartbeat();
    if (heartbeat == null) {
      line(
          "connectivity",
          "no heartbeat yet; admitted "
              + TimeText.past(worker.connectivity().lastSeen(), worker.now()));
      return;
    }
    line("connectivity", "last good heartbeat " + TimeText.past(heartbeat.at(), worker.now()));
    more(
        heartbeat.containers()
            + " containers, "
            + heartbeat.volumes()
            + " volumes, "
            + heartbeat.checkObjects()
            + " check objects");
  }

  private void health() {
    WorkerDetailJson.ChecksJson health = worker.health();
    line(
        "health",
        health.failingSince() == null
            ? "no failed deep checks in a row"
            : health.failures()
                + " failed in a row since "
                + TimeText.past(health.failingSince(), worker.now()));
    CheckSummaryJson last = health.last();
    if (last == null) {
      more("not checked yet");
    } else {
      more(
          "last check "
              + CheckText.verdict(last.verdict(), last.problem())
              + ", "
              + TimeText.past(last.at(), worker.now()));
    }
    if (health.lastCheck() != null) {
      screen.table(CheckText.steps(health.lastCheck(), " ".repeat(LABEL + 4), 0));
    }
    if (health.residue() > 0) {
      more(health.residue() + " earlier checks may have left something on it");
    }
  }

  private void drain() {
    WorkerDetailJson.DrainJson drain = worker.drain();
    if (drain == null) {
      return;
    }
    line(
        "drain",
        "asked by "
            + drain.by()
            + (drain.why().isEmpty() ? "" : ": " + drain.why())
            + (drain.forHealth() ? " (for its health)" : ""));
    more("asked " + TimeText.past(drain.requestedAt(), worker.now()));
    if (worker.state().equals("landing") || worker.state().equals("retiring")) {
      more("deadline " + TimeText.future(drain.deadline(), worker.now()));
      drain.blockers().forEach(name -> more("holds it up: " + name));
    }
  }

  private void cordon() {
    CordonJson cordon = worker.cordon();
    if (cordon != null) {
      line(
          "cordoned",
          "by "
              + cordon.by()
              + (cordon.why().isEmpty() ? "" : ": " + cordon.why())
              + ", "
              + TimeText.past(cordon.at(), worker.now()));
    }
  }

  private void quarantine() {
    WorkerDetailJson.QuarantineJson held = worker.quarantine();
    if (held == null) {
      return;
    }
    line("quarantine", held.count() + " times retired for its health");
    if (held.until() != null && held.until().isAfter(worker.now())) {
      more("not admitted before " + TimeText.future(held.until(), worker.now()));
    }
    if (held.healthySince() != null) {
      more("healthy since " + TimeText.past(held.healthySince(), worker.now()));
    }
  }

  private void session() {
    WorkerDetailJson.SessionJson session = worker.session();
    line(
        "session",
        "registration "
            + session.incarnation()
            + ", admitted "
            + TimeText.past(session.admittedAt(), worker.now()));
    String gateway = session.gateway();
    more(
        gateway == null
            ? "not connected"
            : "connected to gateway " + gateway + (session.here() ? " (this one)" : ""));
    if (session.waitingFor() != null) {
      more("a session held here waits: " + session.waitingFor());
    }
  }
}
