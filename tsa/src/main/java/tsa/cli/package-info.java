/**
 * The operator command line. It speaks REST only and knows nothing of the project but {@code
 * tsa.wire}. What a server says is printed without control characters.
 */
@NullMarked
package tsa.cli;

import org.jspecify.annotations.NullMarked;
