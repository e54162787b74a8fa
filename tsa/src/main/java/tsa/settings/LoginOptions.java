package tsa.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Who may log in, and what they may do. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class LoginOptions {
  private static final String MAIN = "main";
  private static final String OWNER = "owner";
  private static final String ADD_LOCAL_USER = "--add-local-user";
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = ADD_LOCAL_USER,
      paramLabel = "USER:PASSWORD",
      description =
          "Somebody who may log in; the password plain or as bcrypt. May be repeated; in the"
              + " environment and in the file several are separated by commas")
  String @Nullable [] localUsers;

  @Option(
      names = "--main-team-local-user",
      paramLabel = "USER",
      split = ",",
      description = "Owner of the team main, who may do everything; may be repeated")
  String @Nullable [] mainTeamLocalUsers;

  @Option(
      names = "--main-team-config",
      paramLabel = "FILE",
      description =
          "Roles in the team main, in place of the above: the YAML that fly set-team takes")
  @Nullable Path mainTeamConfig;

  @Option(
      names = "--team-config",
      paramLabel = "TEAM:FILE",
      split = ",",
      description = "Roles in another team, in the same YAML; may be repeated")
  String @Nullable [] teamConfigs;

  @Option(
      names = "--auth-duration",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long a login lasts. Default: ${DEFAULT-VALUE}")
  Duration authDuration;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "CIDR",
      split = ",",
      description =
          "A proxy in front of REST, or a network of them, whose X-Forwarded-For is believed when"
              + " wrong passwords are counted by address; may be repeated. Default: none")
  String @Nullable [] trustedProxies;

  /** Nobody: whoever has the admin token is the only one let in. */
  public static LoginOptions nobody() {
    LoginOptions options = new LoginOptions();
    options.authDuration = Duration.ofHours(24);
    return options;
  }

  /** Networks of proxies, as they were given. */
  public List<String> trustedProxies() {
    return trustedProxies == null ? List.of() : List.of(trustedProxies);
  }

  /** How long a login lasts. */
  public Duration authDuration() {
    if (authDuration.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("--auth-duration has to be at least a minute");
    }
    return authDuration;
  }

  /**
   * Passwords by user, plain or hashed, as they were given.
   *
   * @throws IllegalArgumentException if an entry is not {@code USER:PASSWORD}, or a user comes
   *     twice; the sentence has no password in it
   */
  public Map<String, String> localUsers() {
    Map<String, String> users = new LinkedHashMap<>();
    for (String entry : entries()) {
      int colon = entry.indexOf(':');
      if (colon < 1 || colon == entry.length() - 1) {
        // Not repeated here: it may be a password.
        throw new IllegalArgumentException(ADD_LOCAL_USER + ": an entry is not USER:PASSWORD");
      }
      if (users.put(entry.substring(0, colon), entry.substring(colon + 1)) != null) {
        throw new IllegalArgumentException(
            ADD_LOCAL_USER + ": user " + entry.substring(0, colon) + " comes twice");
      }
    }
    return users;
  }

  /** A flag is one user, whose password may have commas in it, as in Concourse. */
  private List<String> entries() {
    List<String> entries = new ArrayList<>();
    for (String given : localUsers == null ? new String[0] : localUsers) {
      entries.addAll(givenByFlag() ? List.of(given) : List.of(given.split(",", -1)));
    }
    return entries;
  }

  private boolean givenByFlag() {
    ParseResult parsed =
        command == null || command.commandLine() == null
            ? null
            : command.commandLine().getParseResult();
    return parsed != null && parsed.hasMatchedOption(ADD_LOCAL_USER);
  }

  /**
   * Users by role and team; reads the files.
   *
   * @throws IllegalArgumentException with a sentence, if the settings contradict each other or a
   *     file cannot be used
   */
  public Map<String, Map<String, List<String>>> teams() {
    Map<String, Map<String, List<String>>> teams = new LinkedHashMap<>();
    if (mainTeamLocalUsers != null && mainTeamConfig != null) {
      throw new IllegalArgumentException(
          "give --main-team-local-user or --main-team-config, not both");
    }
    if (mainTeamLocalUsers != null) {
      teams.put(MAIN, Map.of(OWNER, List.of(mainTeamLocalUsers)));
    }
    if (mainTeamConfig != null) {
      teams.put(MAIN, TeamFile.read(mainTeamConfig));
    }
    for (String each : teamConfigs == null ? new String[0] : teamConfigs) {
      TeamEntry entry = TeamEntry.parse("--team-config", each);
      if (teams.putIfAbsent(entry.team(), TeamFile.read(entry.file())) != null) {
        throw new IllegalArgumentException("--team-config: team " + entry.team() + " comes twice");
      }
    }
    return teams;
  }
}
