package tsa.program;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.demo.DemoRun;
import tsa.lab.demo.DemoSettings;
import tsa.serve.Wiring;
import tsa.serve.WorkDir;

/** Shows what the service does, on real parts. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Show what the service does, with six simulated workers.",
    description = {
      "",
      "Starts a real Postgres, the gateway and REST in a directory of its own, and six simulated"
          + " workers over real SSH. One loses its network and comes back, one gets a read-only"
          + " disk and is retired, one is ephemeral and vanishes, one is landed, one is full and"
          + " stays running. Takes about a quarter of a minute. Exits with 0 only if all of it"
          + " really happened.",
      ""
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class DemoCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final CliEnvironment environment;

  @Option(
      names = "--keep",
      description = "Leave it running afterwards, to look around, until it is interrupted")
  boolean keep;

  @Option(
      names = "--limit",
      paramLabel = "TIME",
      defaultValue = "3m",
      description = "Give up after that long, on a slow machine. Default: ${DEFAULT-VALUE}")
  Duration limit;

  @Option(
      names = "--slowness",
      hidden = true,
      defaultValue = "1",
      description = "Times of its rules are multiplied by it, for a machine that is slow")
  double slowness;

  public DemoCommand(CliEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Path workDir = Files.createTempDirectory("tsa-demo-");
    CountDownLatch cleaned = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    Thread player = Thread.currentThread();
    Thread stopper = Thread.ofPlatform().name("stop").unstarted(() -> stop(player, told, cleaned));
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      return play(workDir) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (Exception e) {
      if (told.get()) {
        return INTERRUPTED; // whatever was under way failed because of that
      }
      throw e;
    } finally {
      delete(workDir);
      cleaned.countDown();
    }
  }

  private boolean play(Path workDir) throws Exception {
    DemoSettings settings = DemoSettings.in(workDir, slowness);
    LogLevels.set(settings.server().logLevel());
    environment.out().println("starting Postgres, the gateway and REST ...");
    environment.out().flush();
    try (Wiring.Service service =
            Wiring.start(settings.server(), settings.rules().policy(), Optional.empty());
        DemoRun run =
            new DemoRun(
                service.sshPort(),
                service.apiPort(),
                service.tokenFile(),
                PrivateKeyFile.load(service.workerKey().orElseThrow()),
                Wiring.clock(),
                Wiring.ticker())) {
      boolean seen = run.play(environment, Wiring.ticker(), limit);
      tellMore(service);
      if (keep) {
        new CountDownLatch(1).await();
      }
      return seen;
    }
  }

  /**
   * Lets an interrupted demo take everything down and clean up behind itself; runs in vain at the
   * end of one that was not.
   */
  private static void stop(Thread player, AtomicBoolean told, CountDownLatch cleaned) {
    if (cleaned.getCount() == 0) {
      return;
    }
    told.set(true);
    player.interrupt();
    try {
      if (!cleaned.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        LoggerFactory.getLogger(DemoCommand.class).atError().log("the demo did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellMore(Wiring.Service service) {
    PrintWriter out = environment.out();
    if (keep) {
      out.println("it goes on until you press Ctrl-C; look around from another terminal:");
    } else {
      out.println("to look around afterwards: bin/tsa demo --keep, and then for example");
    }
    String access =
        " --api-url http://127.0.0.1:"
            + (keep ? service.apiPort() : "PORT")
            + " --token-file "
            + (keep ? service.tokenFile() : "FILE");
    out.println("  bin/tsa workers --all" + access);
    out.println("  bin/tsa why -w birch" + access);
    out.println("  bin/tsa check-worker -w fir" + access);
    out.flush();
  }

  private static void delete(Path dir) {
    try {
      WorkDir.delete(dir);
    } catch (IOException e) {
      LoggerFactory.getLogger(DemoCommand.class)
          .atError()
          .addKeyValue("directory", dir)
          .setCause(e)
          .log("could not clean up");
    }
  }
}
