package tsa.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tsa.cli.CliException;

/**
 * The file of targets: {@code $XDG_CONFIG_HOME/tsa/targets.yml}, else below {@code ~/.config}. It
 * holds tokens, so nobody but its owner may read it, and it is replaced as a whole.
 */
public final class TargetFile {
  private static final int LONGEST = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Set<PosixFilePermission> OWN =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path file;

  private TargetFile(Path file) {
    this.file = file;
  }

  /** What stands in the file. */
  private record Content(@Nullable TreeMap<String, Target> targets) {}

  /**
   * That of the user.
   *
   * @throws CliException if they have no home
   */
  public static TargetFile of(Map<String, String> env) throws CliException {
    String config = env.getOrDefault("XDG_CONFIG_HOME", "");
    String home = env.getOrDefault("HOME", "");
    if (config.isEmpty() && home.isEmpty()) {
      throw new CliException("there is no place for targets: neither $XDG_CONFIG_HOME nor $HOME");
    }
    Path folder = config.isEmpty() ? Path.of(home, ".config") : Path.of(config);
    return new TargetFile(folder.resolve("tsa").resolve("targets.yml"));
  }

  /** Refuses names that would have to be quoted somewhere. */
  public static void checkName(String name) throws CliException {
    if (!NAME.matcher(name).matches()) {
      throw new CliException(
          "'" + name + "' cannot name a target: letters, digits, dots, dashes and underscores can");
    }
  }

  /**
   * All targets, by name; none if there is no file.
   *
   * @throws CliException if it cannot be read, is open to others, or is not such a file
   */
  public SortedMap<String, Target> read() throws CliException {
    try (InputStream in = Files.newInputStream(file)) {
      refuseIfOpenToOthers();
      String text = new String(in.readNBytes(LONGEST), UTF_8);
      Content content = YAML.readValue(text, Content.class);
      return content == null || content.targets() == null ? new TreeMap<>() : content.targets();
    } catch (NoSuchFileException e) {
      return new TreeMap<>();
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + e);
    } catch (JacksonException e) {
      throw new CliException(
          file
              + " is not a file of targets ("
              + e.getOriginalMessage()
              + "); mend it, or move it away and log in again");
    }
  }

  /**
   * The target of that name.
   *
   * @throws CliException if there is none
   */
  public Target get(String name) throws CliException {
    SortedMap<String, Target> targets = read();
    Target target = targets.get(name);
    if (target == null) {
      throw new CliException(
          "there is no target '"
              + name
              + "'; "
              + (targets.isEmpty() ? "" : "there is " + String.join(", ", targets.keySet()) + ". ")
              + "'tsa login -t "
              + name
              + " -c URL -u USER' makes it");
    }
    return target;
  }

  /** Adds a target, or puts it in the place of the one of that name. */
  public void put(String name, Target target) throws CliException {
    checkName(name);
    SortedMap<String, Target> targets = read();
    targets.put(name, target);
    write(targets);
  }

  private void write(SortedMap<String, Target> targets) throws CliException {
    String text = YAML.writeValueAsString(new Content(new TreeMap<>(targets)));
    Path folder = Objects.requireNonNull(file.getParent());
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWN));
      Path part = Files.createTempFile(folder, "targets", ".part"); // made with mode 0600
      try {
        Files.writeString(part, text);
        Files.move(part, file, ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CliException("cannot write " + file + ": " + e);
    }
  }

  private void refuseIfOpenToOthers() throws IOException, CliException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWN.containsAll(permissions)) {
      throw new CliException(
          file
              + " holds logins, and others may use it ("
              + PosixFilePermissions.toString(permissions)
              + "). Close it with 'chmod 600 "
              + file
              + "', and log in again if somebody may have read it");
    }
  }
}
