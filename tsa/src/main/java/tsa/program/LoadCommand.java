package tsa.program;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tsa.cli.CliEnvironment;
import tsa.gateway.keys.KeyFileException;
import tsa.lab.load.GatewayWatch;
import tsa.lab.load.LoadPlan;
import tsa.lab.load.LoadReport;
import tsa.lab.load.LoadRun;
import tsa.lab.load.LoadText;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkSettings;
import tsa.serve.Wiring;

/** Puts the load of a fleet on a gateway. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Put the load of a whole fleet on a gateway, and measure how it bears it.",
    description = {
      "",
      "Registers many small workers over real SSH, at a rate; they answer heartbeats and deep"
          + " checks, and report and sweep over short connections as real ones do. When all are"
          + " registered they are watched for a while. Heartbeats are timed at the worker: late is"
          + " what comes after the interval with all its jitter.",
      "",
      "For a gateway made for the purpose: to an existing one these are workers. They are"
          + " ephemeral, and simply gone afterwards. Exits with 0 if all were registered at the"
          + " end.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  tsa load --tsa-worker-private-key tsa-data/worker_key --count 500 --rate 50"
    })
public final class LoadCommand implements Callable<Integer> {
  private final CliEnvironment environment;

  @Spec CommandSpec spec;

  @Mixin GatewayTargets targets;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many workers. Default: ${DEFAULT-VALUE}")
  int count;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of them begin in a second. Default: ${DEFAULT-VALUE}")
  double rate;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      defaultValue = "1m",
      description = "How long the last one may take to register. Default: ${DEFAULT-VALUE}")
  Duration settle;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "How long they are watched then. Default: ${DEFAULT-VALUE}")
  Duration hold;

  @Option(
      names = "--heartbeat-interval",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "Heartbeat interval of the gateway; one of 10,000 workers takes 50s."
              + " Default: ${DEFAULT-VALUE}")
  Duration heartbeatInterval;

  @Option(
      names = "--sweep-interval",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "Four short connections of each worker in that time; 0s for none."
              + " Default: ${DEFAULT-VALUE}")
  Duration sweepInterval;

  @Option(
      names = "--source",
      paramLabel = "IP",
      split = ",",
      description =
          "Addresses of this machine that connections come from, for 28,000 each; on Linux any of"
              + " 127.0.0.0/8 will do")
  @Nullable List<String> sources;

  @Option(
      names = "--name",
      paramLabel = "PREFIX",
      defaultValue = "load",
      description = "They are called PREFIX-1, PREFIX-2, ... Default: ${DEFAULT-VALUE}")
  String prefix;

  @Option(names = "--team", paramLabel = "TEAM", defaultValue = "", description = "Their team")
  String team;

  @Option(
      names = "--gateway-pid",
      paramLabel = "PID",
      description = "The gateway's process on this machine, to read its CPU time")
  @Nullable Long pid;

  @Option(
      names = "--gateway-metrics",
      paramLabel = "URL",
      description = "Where it tells its metrics without a password (see --prometheus-bind-port)")
  @Nullable URI metrics;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "Time between two lines of progress. Default: ${DEFAULT-VALUE}")
  Duration every;

  @Option(names = "--json", description = "Print one JSON object at the end, and nothing else")
  boolean json;

  public LoadCommand(CliEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LinkSettings gateway;
    try {
      gateway = targets.link();
    } catch (KeyFileException e) {
      environment.err().println(e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException e) {
      throw wrongUse(e);
    }
    ScheduledExecutorService timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load-timers").factory());
    try {
      return run(gateway, timers);
    } finally {
      timers.shutdownNow();
    }
  }

  private CommandLine.ParameterException wrongUse(IllegalArgumentException e) {
    return new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
  }

  private int run(LinkSettings gateway, ScheduledExecutorService timers)
      throws IOException, InterruptedException {
    SimulatorClock clock =
        new SimulatorClock(Wiring.clock(), Wiring.ticker()::nanos, Timers.on(timers));
    try (LinkClient client = LinkClient.start(new Random(), addresses());
        GatewayWatch watch = new GatewayWatch(pid, metrics)) {
      PrintWriter out = environment.out();
      if (!json) {
        out.println(LoadText.head());
      }
      LoadRun run =
          new LoadRun(
              plan(),
              client,
              gateway,
              clock,
              watch,
              sample -> {
                if (!json) {
                  out.println(LoadText.line(sample));
                  out.flush();
                }
              });
      return print(run.run());
    } catch (IllegalArgumentException e) {
      throw wrongUse(e);
    }
  }

  private int print(LoadReport report) {
    PrintWriter out = environment.out();
    if (json) {
      out.println(report.json());
    } else {
      out.println();
      LoadText.lines(report).forEach(out::println);
    }
    return report.registered() == report.workers()
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private LoadPlan plan() {
    return new LoadPlan(
        count, rate, settle, hold, heartbeatInterval, sweepInterval, every, prefix, team);
  }

  private List<InetAddress> addresses() {
    List<InetAddress> addresses = new ArrayList<>();
    for (String source : sources == null ? List.<String>of() : sources) {
      try {
        addresses.add(InetAddress.getByName(source));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("--source: '" + source + "' is no address", e);
      }
    }
    return addresses;
  }
}
