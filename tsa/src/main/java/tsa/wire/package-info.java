/**
 * The JSON records shared by REST and the command line: the public contract. Nothing of the rest of
 * the project is used here. Instants are ISO 8601 in UTC, on the database's clock; lengths are
 * milliseconds. A component that may be null is left out of the JSON when it is.
 */
@NullMarked
package tsa.wire;

import org.jspecify.annotations.NullMarked;
