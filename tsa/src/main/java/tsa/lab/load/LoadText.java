package tsa.lab.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run in words and figures, for people. */
public final class LoadText {
  private static final String HEAD =
      "  time  registered  registrations  lost  heartbeats  late p99  short  failed  short p99";

  private LoadText() {}

  /** The head over the lines of {@link #line}. */
  public static String head() {
    return HEAD;
  }

  /** A sample as a line. */
  public static String line(LoadSample at) {
    return String.format(
        Locale.ROOT,
        "%5.0fs  %10d  %13d  %4d  %10d  %6.0fms  %5d  %6d  %7.0fms",
        at.seconds(),
        at.registered(),
        at.registrations(),
        at.lost(),
        at.heartbeats(),
        at.lateP99(),
        at.shortConnections(),
        at.shortFailures(),
        at.shortP99());
  }

  /** The whole run, line by line. */
  public static List<String> lines(LoadReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "%d of %d workers registered", report.registered(), report.workers()));
    phase("build-up", report.buildUp(), lines);
    phase("hold", report.hold(), lines);
    lines.add(
        String.format(
            Locale.ROOT,
            "generator: %.1f s of CPU, %.0f MB of heap",
            report.generatorCpuSeconds(),
            report.generatorHeapMb()));
    return lines;
  }

  private static void phase(String name, LoadPhase phase, List<String> lines) {
    double seconds = Math.max(phase.seconds(), 0.001);
    lines.add(String.format(Locale.ROOT, "%s: %.1f s", name, phase.seconds()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  registrations      %d (%.1f/s), %d lost; took %s",
            phase.registrations(),
            phase.registrations() / seconds,
            phase.lost(),
            spread(phase.registeringMs())));
    lines.add(
        String.format(
            Locale.ROOT,
            "  heartbeats         %d (%.1f/s); %d more than 1 s late; gap %s",
            phase.heartbeatGapMs().count(),
            phase.heartbeatGapMs().count() / seconds,
            phase.heartbeatsLateOver1s(),
            spread(phase.heartbeatGapMs())));
    lines.add("  their lateness     " + spread(phase.heartbeatLateMs()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  short connections  %d (%.1f/s), %d failed; took %s",
            phase.shortMs().count(),
            phase.shortMs().count() / seconds,
            phase.shortFailures(),
            spread(phase.shortMs())));
    gateway(phase, seconds, lines);
    for (Map.Entry<String, Long> failure : phase.failures().entrySet()) {
      lines.add(
          String.format(
              Locale.ROOT, "  failed %6d times %s", failure.getValue(), failure.getKey()));
    }
  }

  private static void gateway(LoadPhase phase, double seconds, List<String> lines) {
    LoadPhase.Used used = phase.gateway();
    if (used.cpuSeconds() != null) {
      String each =
          phase.cpuMsPerHandshake() == null
              ? ""
              : String.format(
                  Locale.ROOT, ", %.2f ms for each handshake", phase.cpuMsPerHandshake());
      lines.add(
          String.format(
              Locale.ROOT,
              "  gateway            %.1f s of CPU (%.2f cores)%s",
              used.cpuSeconds(),
              used.cpuSeconds() / seconds,
              each));
    }
    if (used.heapMb() != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  its heap           %.0f MB, %.0f MB of it alive at its last full collection; stood"
                  + " still %.2f s",
              used.heapMb(),
              used.liveMb() == null ? 0.0 : used.liveMb(),
              used.gcSeconds() == null ? 0.0 : used.gcSeconds()));
    }
  }

  private static String spread(LatencySummary ms) {
    return String.format(
        Locale.ROOT, "p50 %.0f, p99 %.0f, max %.0f ms", ms.p50(), ms.p99(), ms.max());
  }
}
