package tsa.store;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tsa.control.port.StoreException;
import tsa.db.Database;
import tsa.db.DatabaseException;

/** Runs transactions, and says in words what was tried when one fails. Thread-safe. */
final class StoreTransactions {
  /** Broken constraints, and values that Postgres cannot take: the server is well. */
  private static final String CONSTRAINT_CLASS = "23";

  private static final String DATA_CLASS = "22";

  private final Database database;

  StoreTransactions(Database database) {
    this.database = database;
  }

  /**
   * Runs work in one transaction.
   *
   * @param what what is tried, to follow "could not"
   * @throws StoreException if the database fails
   */
  <T extends @Nullable Object> T ask(String what, Function<DSLContext, T> work) {
    try {
      return database.transaction(work);
    } catch (DatabaseException e) {
      throw failure(what, e);
    }
  }

  /** As {@link #ask}, for work without an answer. */
  void run(String what, Consumer<DSLContext> work) {
    try {
      database.run(work);
    } catch (DatabaseException e) {
      throw failure(what, e);
    }
  }

  /**
   * As {@link #ask}, for work that says whether it was done; false also if another writer was
   * faster, in which case nothing was changed.
   */
  boolean contend(String what, Function<DSLContext, Boolean> work) {
    try {
      return database.transaction(work);
    } catch (DatabaseException e) {
      if (lostRace(e)) {
        return false;
      }
      throw failure(what, e);
    }
  }

  /** A conflict with another writer, but not the missing row that a foreign key names. */
  private static boolean lostRace(DatabaseException e) {
    return e.kind() == DatabaseException.Kind.CONFLICT && !"23503".equals(e.sqlState());
  }

  private static StoreException failure(String what, DatabaseException e) {
    return new StoreException("could not " + what + ": " + e.getMessage(), refused(e), e);
  }

  private static boolean refused(DatabaseException e) {
    String state = e.sqlState();
    return state != null && (state.startsWith(CONSTRAINT_CLASS) || state.startsWith(DATA_CLASS));
  }
}
