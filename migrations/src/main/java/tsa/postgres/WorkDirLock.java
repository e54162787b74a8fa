package tsa.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a work directory for one process: two services on one data directory would each take the
 * other's server for an orphan. The kernel drops the lock with the process, however that ends.
 */
final class WorkDirLock implements AutoCloseable {
  private final FileChannel channel;

  private WorkDirLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, making the directory when it is missing. Does not wait.
   *
   * @throws EmbeddedPostgresException IN_USE when somebody has it, UNWRITABLE or DISK_FULL when it
   *     cannot be made
   */
  static WorkDirLock take(Path workDir) {
    Path file = workDir.resolve("postgres.lock");
    try {
      Files.createDirectories(workDir);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return take(channel, file);
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "make or lock", file);
    }
  }

  private static WorkDirLock take(FileChannel channel, Path file) throws IOException {
    if (tryLock(channel) == null) {
      String holder = Files.readString(file).strip();
      channel.close();
      throw new EmbeddedPostgresException(
          EmbeddedPostgresException.Kind.IN_USE,
          "%s is in use by process %s; stop that one, or choose another --work-dir"
              .formatted(file.getParent(), holder.isEmpty() ? "(unknown)" : holder));
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
    return new WorkDirLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it already.
      return null;
    }
  }

  /** Lets go; the file stays, as removing it would race with the next one to take it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the channel, and the channel is gone either way.
    }
  }
}
