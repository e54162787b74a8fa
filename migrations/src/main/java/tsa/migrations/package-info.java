/**
 * The schema: ordered Flyway steps ({@code db/migration}), and the {@link tsa.migrations.Migrator}
 * that applies them.
 */
@NullMarked
package tsa.migrations;

import org.jspecify.annotations.NullMarked;
