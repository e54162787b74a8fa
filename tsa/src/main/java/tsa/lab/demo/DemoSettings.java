package tsa.lab.demo;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.settings.Converters;
import tsa.settings.PolicyOptions;
import tsa.settings.ServerOptions;

/** The settings of the demo: those of {@code serve}, with times a person can wait for. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command
public final class DemoSettings {
  private static final int MILLIS = 1_000;

  private static final List<String> FIXED =
      List.of(
          "--bind-ip=127.0.0.1",
          "--bind-port=0",
          "--tsa-bind-ip=127.0.0.1",
          "--tsa-bind-port=0",
          "--log-level=error",
          "--check-failures=3");

  /** Seconds, on a machine that has nothing else to do. */
  private static final Map<String, Integer> SHORT =
      Map.ofEntries(
          entry("--tsa-heartbeat-interval", 1),
          entry("--heartbeat-timeout", 1),
          entry("--stall-after", 4),
          entry("--ephemeral-grace", 4),
          entry("--check-interval", 3),
          entry("--check-timeout", 3),
          entry("--check-failing-for", 5),
          entry("--drain-timeout", 30),
          entry("--fleet-brake-window", 10),
          entry("--retire-interval", 10),
          entry("--evaluation-grace", 3));

  @Mixin ServerOptions server;
  @Mixin PolicyOptions rules;

  private DemoSettings() {}

  /**
   * The settings of a demo that keeps its things in that directory.
   *
   * @param slowness what its times are multiplied by; 1 for a machine that has nothing else to do
   */
  public static DemoSettings in(Path workDir, double slowness) {
    DemoSettings settings = new DemoSettings();
    CommandLine line = new CommandLine(settings);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    Converters.addTo(line);
    List<String> args = new ArrayList<>(FIXED);
    args.add("--work-dir=" + workDir);
    SHORT.forEach(
        (flag, seconds) -> args.add(flag + "=" + Math.round(seconds * slowness * MILLIS) + "ms"));
    line.parseArgs(args.toArray(String[]::new));
    return settings;
  }

  /** Where it listens and keeps its things. */
  public ServerOptions server() {
    return server;
  }

  /** The numbers of its rules. */
  public PolicyOptions rules() {
    return rules;
  }
}
