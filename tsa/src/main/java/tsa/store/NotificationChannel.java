package tsa.store;

import java.time.Duration;
import java.util.List;
import tsa.db.Database;
import tsa.db.NotificationListener;

/** A way to listen to a channel, and one to speak on it; they need not be one. Thread-safe. */
interface NotificationChannel {
  /** Listens. Used by one thread, but for {@link #close}. */
  interface Subscription extends AutoCloseable {
    /**
     * Waits for words.
     *
     * @return those that came; empty when the time is over
     * @throws tsa.db.DatabaseException when the connection is lost, or closed meanwhile
     */
    List<String> await(Duration longest);

    /**
     * Asks the server for a sign of life.
     *
     * @throws tsa.db.DatabaseException when there is none within a few seconds
     */
    void ping();

    /** Ends a wait that is under way, too. Thread-safe. */
    @Override
    void close();
  }

  /**
   * Begins to listen.
   *
   * @throws tsa.db.DatabaseException when no server answers
   */
  Subscription subscribe();

  /**
   * Says a word to all who listen.
   *
   * @throws tsa.db.DatabaseException when no server answers
   */
  void send(String word);

  /** On a channel of the database: hears on a connection of its own, speaks through the pool. */
  static NotificationChannel on(Database database, String channel) {
    return new NotificationChannel() {
      @Override
      public Subscription subscribe() {
        return subscription(database.listen(channel));
      }

      @Override
      public void send(String word) {
        database.say(channel, word);
      }
    };
  }

  private static Subscription subscription(NotificationListener listener) {
    return new Subscription() {
      @Override
      public List<String> await(Duration longest) {
        return listener.await(longest);
      }

      @Override
      public void ping() {
        listener.prove();
      }

      @Override
      public void close() {
        listener.close();
      }
    };
  }
}
