package tsa.cli.client;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tsa.cli.CliException;
import tsa.wire.EventJson;

/**
 * Hears of changes as they happen, where the gateway offers that; a thread of its own reads, and
 * keeps nothing but that there was one.
 */
public final class ChangeWatcher implements AutoCloseable {
  /** So many looks go by before a stream that ended is asked for again. */
  private static final int PATIENCE = 5;

  private final ApiClient api;
  private final Semaphore changed;
  private volatile @Nullable EventReader reader;
  private int missed;

  private ChangeWatcher(ApiClient api, Semaphore changed) {
    this.api = api;
    this.changed = changed;
  }

  /** Begins to listen; without success too. */
  public static ChangeWatcher listen(ApiClient api, Semaphore changed) {
    ChangeWatcher changes = new ChangeWatcher(api, changed);
    changes.open();
    return changes;
  }

  /** Whether changes are told. */
  public boolean live() {
    return reader != null;
  }

  /** Asks for a stream again if the last one ended a while ago. To be called at every look. */
  public void listenAgain() {
    missed = live() ? 0 : missed + 1;
    if (missed >= PATIENCE) {
      missed = 0;
      open();
    }
  }

  private void open() {
    try {
      EventReader opened = new EventReader(api.stream("", -1), -1, () -> {});
      reader = opened;
      Thread.ofVirtual().name("changes").start(() -> read(opened));
    } catch (CliException e) {
      // An older gateway, or one that is away: asking again and again finds changes too.
      reader = null;
    }
  }

  private void read(EventReader opened) {
    try {
      for (EventJson event = opened.next(); event != null; event = opened.next()) {
        changed.release();
      }
    } catch (IOException e) {
      // The next look tells whether the gateway is away.
    } finally {
      reader = null;
      changed.release();
    }
  }

  @Override
  public void close() {
    EventReader open = reader;
    if (open != null) {
      CloseQuietly.close(open);
    }
  }
}
