/**
 * The schema and the server it can live in: ordered Flyway steps ({@code db/migration}), the {@link
 * tsa.migrations.Migrator} that applies them, and {@link tsa.postgres.EmbeddedPostgres}, the real
 * Postgres that the service starts when it is given none.
 */
@NullMarked
package tsa.migrations;

import org.jspecify.annotations.NullMarked;
