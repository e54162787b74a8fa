package tsa.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, carried as a compressed archive on the class path.
 *
 * @param home the unpacked directory, with {@code bin}, {@code lib} and {@code share}
 * @param version of the archive, for example {@code 18.6.0}
 */
record PostgresBinaries(Path home, String version) {
  private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /**
   * Unpacks the archive below {@code dir} unless that has been done before (about 2.5 s, 60 MB).
   * Safe for any number of processes at once: each unpacks apart and the first to finish wins.
   *
   * @throws EmbeddedPostgresException when there is no archive for this machine, or it cannot be
   *     unpacked
   */
  static PostgresBinaries unpackedIn(Path dir) {
    String version = carriedVersion();
    String system = system();
    Path home = dir.resolve("postgres-" + version + "-" + system);
    if (!Files.isExecutable(home.resolve("bin/postgres"))) {
      try {
        unpack("/postgres-" + system + ".txz", home);
      } catch (IOException e) {
        throw EmbeddedPostgresException.of(e, "unpack the Postgres programs into", home);
      }
    }
    return new PostgresBinaries(home, version);
  }

  /** One of the unpacked programs: {@code postgres} or {@code initdb}. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** The major version, as a data directory's {@code PG_VERSION} file spells it. */
  String majorVersion() {
    return version.substring(0, version.indexOf('.'));
  }

  private static String carriedVersion() {
    Properties properties = new Properties();
    try (InputStream in =
        PostgresBinaries.class.getResourceAsStream("postgres-binaries.properties")) {
      if (in == null) {
        throw new IllegalStateException("postgres-binaries.properties is missing: broken build");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String system() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (os.equals("linux")) {
      switch (arch) {
        case "amd64", "x86_64" -> {
          return "linux-x86_64";
        }
        case "aarch64" -> {
          return "linux-arm_64";
        }
        default -> {}
      }
    }
    throw unsupported(os + " on " + arch);
  }

  private static EmbeddedPostgresException unsupported(String machine) {
    return new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.UNSUPPORTED_PLATFORM,
        "this program carries no Postgres for %s; give it one with --postgres-host"
            .formatted(machine));
  }

  private static void unpack(String archive, Path home) throws IOException {
    Path parent = Files.createDirectories(home.getParent());
    Path apart = parent.resolve(home.getFileName() + ".unpacking-" + UUID.randomUUID());
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (in == null) {
        throw unsupported("this processor (no " + archive + " on the class path)");
      }
      extract(in, apart);
      openDirectories(apart);
      moveInPlace(apart, home);
    } finally {
      FileTrees.delete(apart);
    }
  }

  private static void moveInPlace(Path apart, Path home) throws IOException {
    try {
      Files.move(apart, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Rename refuses a target that is not empty: another process was faster, and its copy is as
      // good as ours.
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw e;
      }
    }
  }

  private static void extract(InputStream archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted");
        }
        extract(tar, entry, into);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive names a file outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    Files.setPosixFilePermissions(target, (entry.getMode() & 0100) == 0 ? DATA : PROGRAM);
  }

  /** Open to others whatever the umask says: the server may have to run as another user. */
  private static void openDirectories(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path directory : all.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(directory, PROGRAM);
      }
    }
  }
}
