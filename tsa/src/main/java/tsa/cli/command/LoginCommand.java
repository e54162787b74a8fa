package tsa.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.client.LoginClient;
import tsa.cli.login.AccessToken;
import tsa.cli.login.CaCertificates;
import tsa.cli.login.Target;
import tsa.cli.login.TargetFile;
import tsa.cli.login.TargetView;
import tsa.cli.text.Screen;
import tsa.wire.UserJson;

/** Logs in to a gateway and saves the login under a name. */
@Command(
    name = "login",
    description = {
      "Log in to a gateway, and save the login under a name for 'tsa COMMAND -t NAME'.",
      "It is saved in ~/.config/tsa/targets.yml, which only you may read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa login -t ci -c https://ci.example.com -u alice",
      "  tsa login -t ci                             again, when it has run out",
      "  pass ci | tsa login -t ci --password-stdin"
    })
final class LoginCommand extends CliCommand {
  private static final int LONGEST_PASSWORD = 4096;

  @Option(
      names = {"-t", "--target"},
      paramLabel = "NAME",
      required = true,
      description = "What to call it.")
  private String name = "";

  @Option(
      names = {"-c", "--api-url"},
      paramLabel = "URL",
      description = "Address of the gateway. Else the one of that name before.")
  private @Nullable String url;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "USER",
      description = "Who. Else who it was before.")
  private @Nullable String user;

  @ArgGroup private @Nullable Secret secret;

  @Option(
      names = {"-n", "--team-name"},
      paramLabel = "TEAM",
      description = "A team you have to be a member of. Else the one before, else main.")
  private @Nullable String team;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description = "Trust these authorities (PEM) for https; saved with the login.")
  private @Nullable Path caCert;

  private static final class Secret {
    @Option(
        names = {"-p", "--password"},
        paramLabel = "PASSWORD",
        description = {
          "The password; others on this machine can see it.",
          "Without it you are asked for it."
        })
    private @Nullable String password;

    @Option(
        names = "--password-stdin",
        description = "Read the password from the first line of standard input.")
    private boolean stdin;
  }

  LoginCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(Screen screen) throws CliException {
    TargetFile.checkName(name);
    TargetFile file = TargetFile.of(environment().env());
    Target before = file.read().get(name);
    URI base = ConnectionOptions.url(before == null ? needed(url, "-c") : or(url, before.url()));
    String who = before == null ? needed(user, "-u") : or(user, before.user());
    String ofTeam = before == null || url != null ? or(team, "main") : or(team, before.team());
    String saved = before != null && before.url().equals(base.toString()) ? before.caCert() : null;
    String pem = caCert == null ? saved : CaCertificates.read(caCert);
    SSLContext trust = pem == null ? null : CaCertificates.of(pem, "the target");
    try (LoginClient login = new LoginClient(base, trust)) {
      LoginClient.IssuedToken granted = login.in(who, password(who, base));
      member(base, granted.token(), trust, ofTeam);
      Target target =
          new Target(base.toString(), ofTeam, who, granted.token(), granted.expires(), pem);
      file.put(name, target);
      return said(screen, target);
    }
  }

  private int said(Screen screen, Target saved) {
    if (json()) {
      screen.json(TargetView.of(name, saved));
    } else {
      screen.line(
          "logged in to "
              + saved.url()
              + " as "
              + saved.user()
              + "; saved as target '"
              + name
              + "'");
    }
    return OK;
  }

  private static String or(@Nullable String given, String before) {
    return Objects.requireNonNullElse(given, before);
  }

  private String needed(@Nullable String given, String option) throws CliException {
    if (given == null) {
      throw new CliException("there is no target '" + name + "' yet; " + option + " is needed");
    }
    return given;
  }

  private String password(String who, URI base) throws CliException {
    if ("http".equals(base.getScheme()) && !isThisMachine(base.getHost())) {
      note("warning: " + base + " is not encrypted; others may read the password");
    }
    if (secret != null && secret.password != null) {
      return secret.password;
    }
    if (secret == null || !secret.stdin) {
      return environment().keyboard().secret("password of " + Screen.clean(who) + ": ");
    }
    try {
      byte[] typed = environment().keyboard().in().readNBytes(LONGEST_PASSWORD);
      return new String(typed, UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new CliException("cannot read the password from standard input: " + e);
    }
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** As fly does: a login that could do nothing is not saved. */
  private static void member(URI base, String token, @Nullable SSLContext trust, String team)
      throws CliException {
    AccessToken shown = new AccessToken(token, "this login", "log in again");
    try (ApiClient api = new ApiClient(base, shown, trust)) {
      UserJson user = api.user();
      if (!user.admin() && !user.teams().containsKey(team)) {
        throw new CliException(
            "you are not a member of '" + team + "' or the team does not exist; name one with -n");
      }
    }
  }
}
