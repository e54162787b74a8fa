package tsa.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How server programs are run on this machine: Postgres refuses to run as root, and the server is
 * to end with this process whatever ends it.
 *
 * @param drop command words that give up root; empty for an ordinary user
 * @param deathSignal command words that make the kernel send a fast stop when the starting thread
 *     ends; empty where setpriv is missing (then the next start stops the orphan)
 * @param ownSession command words that keep the terminal's Ctrl-C from the server, which is to be
 *     stopped after its clients; empty where setsid is missing
 * @param owner user id that must own the server's files
 */
record RunAs(List<String> drop, List<String> deathSignal, List<String> ownSession, int owner) {
  private static final int ROOT = 0;
  private static final int NOBODY = 65534;
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final List<String> OWN_SESSION = List.of("setsid");
  private static final List<String> DEATH_SIGNAL = List.of("setpriv", "--pdeathsig", "INT");

  /**
   * Finds out by trying. As root, a user namespace of its own comes first: in it the server is not
   * root, while its files stay root's and no other directory needs to be opened up.
   *
   * @throws EmbeddedPostgresException CANNOT_DROP_ROOT when root has neither way
   */
  static RunAs detect() {
    List<String> deathSignal = works(DEATH_SIGNAL) ? DEATH_SIGNAL : List.of();
    List<String> ownSession = works(OWN_SESSION) ? OWN_SESSION : List.of();
    int user = currentUser();
    if (user != ROOT) {
      return new RunAs(List.of(), deathSignal, ownSession, user);
    }
    if (works(NAMESPACE)) {
      return new RunAs(NAMESPACE, deathSignal, ownSession, ROOT);
    }
    if (works(AS_NOBODY)) {
      return nobody(deathSignal, ownSession);
    }
    throw new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.CANNOT_DROP_ROOT,
        "Postgres does not run as root, and neither 'unshare -U' nor 'setpriv --reuid=65534' works"
            + " here; run this program as an ordinary user, install util-linux, or give a database"
            + " with --postgres-host");
  }

  /** Root's second way, by the user nobody; it is here apart so that it can be tested. */
  static RunAs nobody(List<String> deathSignal, List<String> ownSession) {
    return new RunAs(AS_NOBODY, deathSignal, ownSession, NOBODY);
  }

  /** The command line of a short program that the caller waits for. */
  List<String> command(List<String> program) {
    List<String> words = new ArrayList<>(drop);
    words.addAll(program);
    return words;
  }

  /** The command line of the server itself, which is to end with the thread that starts it. */
  List<String> serverCommand(List<String> program) {
    List<String> words = new ArrayList<>(ownSession);
    words.addAll(drop);
    words.addAll(deathSignal);
    words.addAll(program);
    return words;
  }

  /**
   * Gives the server's files to the user it runs as, and checks that this user gets to them.
   *
   * @throws EmbeddedPostgresException CANNOT_DROP_ROOT naming the directory that is in the way
   */
  void own(Path path) {
    try {
      if (Files.exists(path) && userOf(path) != owner) {
        FileTrees.chown(path, owner);
      }
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "change the owner of", path);
    }
  }

  /**
   * Checks that every directory above {@code path} lets the user nobody through.
   *
   * @throws EmbeddedPostgresException CANNOT_DROP_ROOT naming the directory that is in the way
   */
  void requirePassage(Path path) {
    if (owner != NOBODY) {
      return;
    }
    firstClosed(path)
        .ifPresent(closed -> {
          throw new EmbeddedPostgresException(
              EmbeddedPostgresException.Kind.CANNOT_DROP_ROOT,
              ("Postgres runs as the user nobody here ('unshare -U' does not work), and %s does"
                      + " not let others through to %s; choose a --work-dir elsewhere, or run"
                      + " this program as an ordinary user")
                  .formatted(closed, path));
        });
  }

  private static Optional<Path> firstClosed(Path path) {
    for (Path dir = path.getParent(); dir != null; dir = dir.getParent()) {
      try {
        if (!Files.getPosixFilePermissions(dir).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return Optional.of(dir);
        }
      } catch (IOException e) {
        return Optional.of(dir);
      }
    }
    return Optional.empty();
  }

  private static boolean works(List<String> prefix) {
    List<String> words = new ArrayList<>(prefix);
    words.add("true");
    return ProcessRunner.works(words, WaitDeadline.in(PROBE_LIMIT));
  }

  private static int currentUser() {
    try {
      // The directory, not the link to it: that is root's for everybody.
      return userOf(Path.of("/proc/self").toRealPath());
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "read", Path.of("/proc/self"));
    }
  }

  private static int userOf(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
