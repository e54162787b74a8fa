package tsa.program;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tsa.cli.CliEnvironment;
import tsa.db.DatabaseSettings;
import tsa.lifecycle.Policy;
import tsa.serve.Wiring;
import tsa.settings.LoginOptions;
import tsa.settings.OptionDefaults;
import tsa.settings.PolicyOptions;
import tsa.settings.PostgresOptions;
import tsa.settings.ServerOptions;
import tsa.settings.SettingsFile;

/** Runs the service until it is told to stop. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run the gateway, health evaluation and REST.",
    customSynopsis = "tsa serve [OPTIONS]",
    description = {
      "",
      "Every option can also be given in the environment, as CONCOURSE_ and its name in capitals"
          + " (--stall-after is CONCOURSE_STALL_AFTER), or in the file given with --config, as"
          + " 'stall-after: 90s'. A flag wins over the environment, the environment over the file.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  tsa serve",
      "  tsa serve --work-dir /var/lib/tsa --tsa-host-key host_key --tsa-authorized-keys"
          + " workers.pub",
      "  CONCOURSE_POSTGRES_PASSWORD=... tsa serve --postgres-host db --postgres-user tsa",
      "",
      "Exit codes: 0 stopped in order, 1 could not start, or lost its embedded Postgres,",
      "2 wrong usage."
    })
public final class ServeCommand implements Callable<Integer> {
  private final CliEnvironment environment;

  @Spec CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings, one key for each of the options below")
  @Nullable Path config;

  @Mixin ServerOptions server;
  @Mixin LoginOptions people;
  @Mixin PostgresOptions postgres;
  @Mixin PolicyOptions rules;

  public ServeCommand(CliEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogLevels.set(server.logLevel());
    warnOfUnknownVariables();
    try {
      server.requireUsable();
      Policy policy = rules.policy();
      Optional<DatabaseSettings> database = postgres.external();
      return serve(policy, database);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int serve(Policy policy, Optional<DatabaseSettings> database)
      throws InterruptedException {
    HangupSignal.runs(() -> {}); // also while it starts
    Wiring.Service service;
    try {
      service = Wiring.start(server, people, policy, database);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) {
      FailureText.explain(e, environment.err());
      return CommandLine.ExitCode.SOFTWARE;
    }
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(service)));
    HangupSignal.runs(service.reloadKeys());
    welcome(service);
    awaitLossOfDatabase(service);
    return CommandLine.ExitCode.OK;
  }

  /**
   * Without its own Postgres the service can do nothing but answer that it cannot. It ends at once,
   * so that its supervisor starts both again; workers come back by themselves, and no row is lost.
   */
  private void awaitLossOfDatabase(Wiring.Service service) throws InterruptedException {
    try {
      service.databaseLost().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("it never fails", e);
    }
    environment
        .err()
        .println("tsa: its embedded Postgres ended unasked; ending too, to be started again");
    environment.err().flush();
    Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
  }

  /**
   * Stops in order when the process is told to end. The JVM would then exit with 143, which
   * supervisors such as systemd take for a failure: an orderly stop is none, so it ends with 0.
   */
  private void stop(Wiring.Service service) {
    int status = CommandLine.ExitCode.OK;
    try {
      service.close();
    } catch (Exception e) {
      status = CommandLine.ExitCode.SOFTWARE;
      LoggerFactory.getLogger(ServeCommand.class)
          .atWarn()
          .setCause(e)
          .log("not everything stopped in order");
    }
    environment.out().flush();
    environment.err().flush();
    Runtime.getRuntime().halt(status);
  }

  private void welcome(Wiring.Service service) {
    PrintWriter out = environment.out();
    out.printf("workers register at %s:%d%n", server.tsaBindIp(), service.sshPort());
    service.hostKey().ifPresent(key -> out.printf("  host key (made here): %s%n", key));
    service.workerKey().ifPresent(key -> out.printf("  worker key (made here): %s%n", key));
    service.metricsPort().ifPresent(port -> out.printf("metrics at port %d%n", port));
    out.printf("REST at http://%s:%d%n", shown(server.bindIp()), service.apiPort());
    out.printf("  admin token: %s%n", service.tokenFile());
    out.flush();
  }

  private static String shown(String ip) {
    return ip.equals("0.0.0.0") || ip.equals("::") ? "127.0.0.1" : ip;
  }

  /** The environment of a real web node must not stop us, but a typo should be seen. */
  private void warnOfUnknownVariables() {
    Set<String> known = new TreeSet<>();
    flags(spec).forEach(flag -> known.add(OptionDefaults.variable(flag)));
    for (String name : new TreeSet<>(environment.env().keySet())) {
      if (name.startsWith("CONCOURSE_TSA_") && !known.contains(name)) {
        LoggerFactory.getLogger(ServeCommand.class)
            .atWarn()
            .addKeyValue("variable", name)
            .log("an environment variable that means nothing here");
      }
    }
  }

  private static Set<String> flags(CommandSpec spec) {
    Set<String> flags = new TreeSet<>();
    spec.options().forEach(option -> flags.addAll(OptionDefaults.flags(option)));
    return flags;
  }

  /**
   * Where the options of a command line take their values from when their flags are not given: the
   * environment, then the file that {@code --config} names.
   *
   * @throws IllegalArgumentException if the file cannot be used
   */
  public static OptionDefaults defaults(
      CommandLine serve, Map<String, String> environment, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--config") && i + 1 < args.length) {
        return fromFile(serve, environment, args[i + 1]);
      }
      if (args[i].startsWith("--config=")) {
        return fromFile(serve, environment, args[i].substring("--config=".length()));
      }
    }
    String named = environment.getOrDefault(OptionDefaults.variable("config"), "");
    return named.isEmpty()
        ? new OptionDefaults(environment, Map.of(), "")
        : fromFile(serve, environment, named);
  }

  private static OptionDefaults fromFile(
      CommandLine serve, Map<String, String> environment, String file) {
    Set<String> flags = flags(serve.getCommandSpec());
    return new OptionDefaults(environment, SettingsFile.read(Path.of(file), flags), file);
  }
}
