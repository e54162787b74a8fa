/**
 * The ports of the control loop on Postgres. It stores and locks; it decides nothing. The only user
 * of jOOQ besides {@code tsa.db}.
 */
@NullMarked
package tsa.store;

import org.jspecify.annotations.NullMarked;
