package tsa.gateway.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tsa.gateway.protocol.PrintableText;

/** Reads all the keys of {@link KeySources}. One use each. */
final class AuthorizedKeysLoader {
  private static final long MAX_FILE = 16L << 20;

  private final Map<String, AuthorizedKeys.AuthorizedKey> found = new LinkedHashMap<>();

  private AuthorizedKeysLoader() {}

  /**
   * All the keys.
   *
   * @throws KeyFileException if any file cannot be used, or one key has two owners (B13)
   */
  static AuthorizedKeys load(KeySources sources) throws KeyFileException {
    AuthorizedKeysLoader loader = new AuthorizedKeysLoader();
    if (sources.authorizedKeys() != null) {
      loader.readFile(sources.authorizedKeys(), null);
    }
    for (Map.Entry<String, List<Path>> team : sources.teamAuthorizedKeys().entrySet()) {
      for (Path file : team.getValue()) {
        loader.readFile(file, requireTeam(team.getKey(), file.toString()));
      }
    }
    if (sources.teamAuthorizedKeysFile() != null) {
      loader.readYaml(sources.teamAuthorizedKeysFile());
    }
    return new AuthorizedKeys(loader.found);
  }

  private void readFile(Path file, @Nullable String team) throws KeyFileException {
    int number = 0;
    for (String line : read(file).split("\r?\n|\r", -1)) {
      number++;
      add(line, team, file + " line " + number);
    }
  }

  private void readYaml(Path file) throws KeyFileException {
    int number = 0;
    for (TeamKeysYaml.Element element : TeamKeysYaml.parse(read(file), file.toString())) {
      number++;
      String place = file + " entry " + number;
      String team = requireTeam(element.team(), place);
      for (String line : element.keys()) {
        add(line, team, place + " (team '" + PrintableText.of(team) + "')");
      }
    }
  }

  private void add(String line, @Nullable String team, String place) throws KeyFileException {
    PublicKeyLine.Parsed key = PublicKeyLine.parse(line, place).orElse(null);
    if (key == null) {
      return;
    }
    KeyIdentity identity =
        new KeyIdentity(AuthorizedKeys.fingerprint(key.wire()), team, key.options());
    AuthorizedKeys.AuthorizedKey entry =
        new AuthorizedKeys.AuthorizedKey(identity, key.wire(), place);
    AuthorizedKeys.AuthorizedKey before = found.putIfAbsent(identity.fingerprint(), entry);
    if (before != null) {
      requireSame(before, identity, place);
    }
  }

  private static void requireSame(
      AuthorizedKeys.AuthorizedKey before, KeyIdentity identity, String place)
      throws KeyFileException {
    if (!Objects.equals(before.identity().team(), identity.team())) {
      throw new KeyFileException(
          place
              + ": the key belongs to "
              + identity.owner()
              + " here and to "
              + before.identity().owner()
              + " in "
              + before.place());
    }
    if (!before.identity().options().equals(identity.options())) {
      throw new KeyFileException(
          place + ": the key has other options here than in " + before.place());
    }
  }

  private static String requireTeam(@Nullable String team, String place) throws KeyFileException {
    if (team == null || team.isBlank()) {
      // Concourse takes such keys for global ones (B14).
      throw new KeyFileException(place + ": the team is empty");
    }
    return team;
  }

  private static String read(Path file) throws KeyFileException {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new KeyFileException(file + ": too large to be a file of keys");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new KeyFileException("cannot read " + file + ": " + e, e);
    }
  }
}
