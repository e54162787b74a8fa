package tsa.cli.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;
import tsa.wire.OutcomeJson;

/** Takes a worker out of service, and waits until its work has ended. */
@Command(
    name = "drain",
    description = {
      "Let a worker finish its work and leave: to come back after a restart (--land), or for good"
          + " (--retire).",
      "With --wait: exit status 0 once it has left with its work done; 1 if the deadline passed,"
          + " and what held it up is named. The same command again goes on waiting."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa drain -w worker-7 --land --wait --reason 'kernel update'",
      "  tsa drain -w worker-7 --retire --wait --deadline 30m && terminate-machine 7"
    })
final class DrainCommand extends WorkerCommand {
  @ArgGroup(multiplicity = "1")
  private How how = new How();

  @Option(names = "--wait", description = "Wait until it has left, and tell how far it is.")
  private boolean wait;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = {
        "How long it may take, for example 30m: then its work is cut off.",
        "Not longer than --drain-timeout of the gateway, which is what counts without it."
      })
  private @Nullable Duration deadline;

  @Mixin private final ChangeOptions options = new ChangeOptions();

  private static final class How {
    @Option(names = "--land", description = "It comes back when its process is started again.")
    private boolean land;

    @Option(names = "--retire", description = "It does not come back.")
    private boolean retire;
  }

  DrainCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    if (deadline != null && deadline.toSeconds() < 1) {
      throw new CliException("a deadline has to be a second at least");
    }
    String what = how.retire ? "retire" : "land";
    OutcomeJson outcome = api.drain(worker, what, options.reason(), deadline);
    if (!wait || !json()) {
      OutcomeText.print(outcome, how.land ? "landing" : "retiring", worker, json(), screen);
    }
    if (!wait) {
      return OK;
    }
    DrainResult result =
        new DrainWait(api, worker, environment().pause(), this::progress).until(deadline);
    if (json()) {
      screen.json(result);
    } else {
      screen.line(result.text());
    }
    return result.done() ? OK : FAILED;
  }

  private void progress(String line) {
    if (json()) {
      note(line);
    } else {
      environment().out().println(Screen.clean(line));
    }
  }
}
