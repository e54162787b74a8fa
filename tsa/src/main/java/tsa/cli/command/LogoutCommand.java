package tsa.cli.command;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.LoginClient;
import tsa.cli.login.CaCertificates;
import tsa.cli.login.Target;
import tsa.cli.login.TargetFile;
import tsa.cli.login.TargetView;
import tsa.cli.text.Screen;

/** Ends saved logins, at the gateway and in the file. */
@Command(
    name = "logout",
    description = {
      "End a saved login: the gateway forgets the token, and so does this machine.",
      "The target stays, so that 'tsa login -t NAME' is enough to come back."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa logout -t ci", "  tsa logout --all"})
final class LogoutCommand extends CliCommand {
  @ArgGroup(multiplicity = "1")
  private LogoutChoice which = new LogoutChoice();

  private static final class LogoutChoice {
    @Option(
        names = {"-t", "--target"},
        paramLabel = "NAME",
        description = "The target.")
    private String name = "";

    @Option(
        names = {"-a", "--all"},
        description = "All targets.")
    private boolean all;
  }

  LogoutCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(Screen screen) throws CliException {
    TargetFile file = TargetFile.of(environment().env());
    SortedMap<String, Target> ended = new TreeMap<>();
    if (which.all) {
      ended.putAll(file.read());
    } else {
      ended.put(which.name, file.get(which.name));
    }
    int status = OK;
    for (Map.Entry<String, Target> entry : ended.entrySet()) {
      status = Math.max(status, logout(file, entry.getKey(), entry.getValue(), screen));
    }
    return status;
  }

  /** This machine forgets the token, whatever the gateway says. */
  private int logout(TargetFile file, String name, Target target, Screen screen)
      throws CliException {
    String token = target.token();
    if (token == null) {
      note("target '" + name + "' was logged out already");
      return OK;
    }
    file.put(name, target.loggedOut());
    String pem = target.caCert();
    try (LoginClient login =
        new LoginClient(
            ConnectionOptions.url(target.url()),
            pem == null ? null : CaCertificates.of(pem, "target '" + name + "'"))) {
      login.out(token);
    } catch (CliException e) {
      note(
          "the token of target '"
              + name
              + "' is gone from here, but may be valid until it runs out: "
              + Objects.requireNonNullElse(e.getMessage(), "the gateway could not be asked"));
      return FAILED;
    }
    if (json()) {
      screen.json(TargetView.of(name, target.loggedOut()));
    } else {
      screen.line("logged out of target '" + name + "'");
    }
    return OK;
  }
}
