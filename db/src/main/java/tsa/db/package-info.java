/**
 * Access to the database: {@link tsa.db.DatabaseSettings how to reach it}, {@link tsa.db.Database
 * the pool and transactions}, and the classes generated from the schema ({@code tsa.db.generated}).
 * Knows nothing of workers.
 */
@NullMarked
package tsa.db;

import org.jspecify.annotations.NullMarked;
