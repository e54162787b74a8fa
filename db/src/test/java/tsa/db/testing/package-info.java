/**
 * A real Postgres for tests: {@link tsa.db.testing.TestDatabase}. Shipped as a test jar, used by
 * every module.
 */
@NullMarked
package tsa.db.testing;

import org.jspecify.annotations.NullMarked;
