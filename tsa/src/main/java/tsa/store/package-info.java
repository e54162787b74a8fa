/**
 * The ports of the control loop on Postgres: {@link tsa.store.PostgresWorkerStore}, {@link
 * tsa.store.PostgresHistory}, {@link tsa.store.PostgresResidueJournal} and {@link
 * tsa.store.PostgresGateways}. It stores and locks; it decides nothing. The only user of jOOQ
 * besides {@code tsa.db}.
 */
@NullMarked
package tsa.store;

import org.jspecify.annotations.NullMarked;
