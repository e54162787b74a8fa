package tsa.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.GardenKind;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkSettings;
import tsa.serve.Wiring;

/** Runs simulated workers against any gateway, with faults switched from standard input. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command(
    name = "simulate-workers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run simulated workers against a gateway.",
    description = {
      "",
      "Each worker registers over real SSH and has a Garden and a Baggageclaim behind it. Lines on"
          + " standard input change them while they run; NAME is a worker or 'all':",
      "",
      "  NAME FAULT[=N]     switch a fault on (see the list below)",
      "  NAME clear         switch its faults off",
      "  NAME cut           break its connections; it comes back",
      "  NAME freeze, thaw  hang, and go on",
      "  NAME load N        have N containers of builds on it",
      "  NAME land, retire, stop, kill   as by SIGUSR1, SIGUSR2, SIGTERM, SIGKILL",
      "  list, quit",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  tsa simulate-workers --tsa-worker-private-key tsa-data/worker_key --count 5",
      "  echo 'sim-1 read-only-disk' | tsa simulate-workers --tsa-worker-private-key key"
    })
public final class SimulateCommand implements Callable<Integer> {
  private final CliEnvironment environment;
  private final Map<String, SimulatedWorker> workers = new TreeMap<>();

  @Spec CommandSpec spec;

  @Mixin GatewayTargets targets;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many workers. Default: ${DEFAULT-VALUE}")
  int count;

  @Option(
      names = "--name",
      paramLabel = "PREFIX",
      defaultValue = "sim",
      description = "They are called PREFIX-1, PREFIX-2, ... Default: ${DEFAULT-VALUE}")
  String prefix;

  @Option(names = "--team", paramLabel = "TEAM", defaultValue = "", description = "Their team")
  String team;

  @Option(names = "--tag", paramLabel = "TAG", description = "A tag of theirs; may be repeated")
  @Nullable List<String> tags;

  @Option(names = "--ephemeral", description = "Make them ephemeral")
  boolean ephemeral;

  @Option(
      names = "--garden",
      paramLabel = "KIND",
      defaultValue = "containerd",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  GardenKind garden;

  @Option(
      names = "--fault",
      paramLabel = "FAULT[=N]",
      description = "A fault that is on from the start; may be repeated")
  @Nullable List<String> faults;

  public SimulateCommand(CliEnvironment environment) {
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
            Thread.ofPlatform().daemon().name("simulator-timers").factory());
    try (LinkClient client = LinkClient.start(new Random())) {
      SimulatorClock clock =
          new SimulatorClock(Wiring.clock(), Wiring.ticker()::nanos, Timers.on(timers));
      start(clock, client, gateway);
      obey();
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw wrongUse(e);
    } finally {
      workers.values().forEach(SimulatedWorker::close);
      timers.shutdownNow();
    }
  }

  private CommandLine.ParameterException wrongUse(IllegalArgumentException e) {
    return new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
  }

  private void start(SimulatorClock clock, LinkClient client, LinkSettings gateway) {
    if (count < 1) {
      throw new IllegalArgumentException("--count is " + count + ", but has to be at least 1");
    }
    for (int i = 1; i <= count; i++) {
      String name = prefix + "-" + i;
      SimulatedWorker worker =
          new SimulatedWorker(
              new SimulatedWorker.WorkerIdentity(
                  name,
                  team,
                  tags == null ? List.of() : tags,
                  ephemeral,
                  clock.wall().instant().getEpochSecond()),
              SimulatorSettings.concourse().with(garden),
              clock,
              client,
              gateway,
              new LinkPrinter(name, environment.out()));
      (faults == null ? List.<String>of() : faults).forEach(worker.servers().faults()::apply);
      workers.put(name, worker);
      worker.start();
    }
  }

  /** Until {@code quit}; without standard input, until the process is ended. */
  private void obey() throws IOException, InterruptedException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.strip().equals("quit")) {
        return;
      }
      obey(line.strip());
    }
    new CountDownLatch(1).await();
  }

  private void obey(String line) {
    PrintWriter out = environment.out();
    if (line.isEmpty()) {
      return;
    }
    if (line.equals("list")) {
      workers.values().forEach(worker -> out.println(WorkerOrders.describe(worker)));
      return;
    }
    String[] words = line.split(" +", 2);
    List<SimulatedWorker> meant = meant(words[0]);
    if (words.length < 2) {
      environment.err().println("'" + line + "': write 'NAME ORDER', 'list' or 'quit'");
      return;
    }
    if (meant.isEmpty()) {
      environment.err().println("no worker is called '" + words[0] + "'; 'list' names them");
      return;
    }
    try {
      meant.forEach(worker -> WorkerOrders.obey(worker, words[1]));
      out.println("ok: " + line);
    } catch (IllegalArgumentException e) {
      environment.err().println(e.getMessage());
    }
  }

  private List<SimulatedWorker> meant(String name) {
    if (name.equals("all")) {
      return new ArrayList<>(workers.values());
    }
    SimulatedWorker worker = workers.get(name);
    return worker == null ? List.of() : List.of(worker);
  }

  /** The faults there are, for the help. */
  public static String faultList() {
    StringBuilder text = new StringBuilder("Faults:\n");
    for (Fault fault : Fault.values()) {
      text.append("  %-24s %s%n".formatted(fault.id(), fault.description()));
    }
    return text.toString();
  }
}
