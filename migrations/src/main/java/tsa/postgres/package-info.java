/**
 * The embedded Postgres: unpacks the real server, runs it as a child of this process and stops it.
 */
@NullMarked
package tsa.postgres;

import org.jspecify.annotations.NullMarked;
