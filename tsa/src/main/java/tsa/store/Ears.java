package tsa.store;

import java.time.Duration;
import java.util.List;
import tsa.db.Database;
import tsa.db.Listening;

/** A way to listen to a channel, and one to speak on it; they need not be one. Thread-safe. */
interface Ears {
  /** Listens. Used by one thread, but for {@link #close}. */
  interface Ear extends AutoCloseable {
    /**
     * Waits for words.
     *
     * @return those that came; empty when the time is over
     * @throws tsa.db.DatabaseException when the connection is lost, or closed meanwhile
     */
    List<String> hear(Duration longest);

    /**
     * Asks the server for a sign of life.
     *
     * @throws tsa.db.DatabaseException when there is none within a few seconds
     */
    void prove();

    /** Ends a wait that is under way, too. Thread-safe. */
    @Override
    void close();
  }

  /**
   * Begins to listen.
   *
   * @throws tsa.db.DatabaseException when no server answers
   */
  Ear listen();

  /**
   * Says a word to all who listen.
   *
   * @throws tsa.db.DatabaseException when no server answers
   */
  void say(String word);

  /** On a channel of the database: hears on a connection of its own, speaks through the pool. */
  static Ears on(Database database, String channel) {
    return new Ears() {
      @Override
      public Ear listen() {
        return ear(database.listen(channel));
      }

      @Override
      public void say(String word) {
        database.say(channel, word);
      }
    };
  }

  private static Ear ear(Listening listening) {
    return new Ear() {
      @Override
      public List<String> hear(Duration longest) {
        return listening.await(longest);
      }

      @Override
      public void prove() {
        listening.prove();
      }

      @Override
      public void close() {
        listening.close();
      }
    };
  }
}
