package tsa.demo;

import java.nio.file.Path;
import java.util.List;
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
  private static final List<String> SHORT =
      List.of(
          "--bind-ip=127.0.0.1",
          "--bind-port=0",
          "--tsa-bind-ip=127.0.0.1",
          "--tsa-bind-port=0",
          "--log-level=error",
          "--tsa-heartbeat-interval=1s",
          "--beat-timeout=1s",
          "--stall-after=4s",
          "--ephemeral-grace=4s",
          "--check-interval=3s",
          "--check-timeout=3s",
          "--check-failures=3",
          "--check-failing-for=5s",
          "--drain-timeout=30s",
          "--judge-grace=3s");

  @Mixin ServerOptions server;
  @Mixin PolicyOptions rules;

  private DemoSettings() {}

  /** The settings of a demo that keeps its things in that directory. */
  public static DemoSettings in(Path workDir) {
    DemoSettings settings = new DemoSettings();
    CommandLine line = new CommandLine(settings);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    Converters.addTo(line);
    String[] args = SHORT.toArray(new String[SHORT.size() + 1]);
    args[SHORT.size()] = "--work-dir=" + workDir;
    line.parseArgs(args);
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
