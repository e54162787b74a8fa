/** The way in: {@code main}, which runs one of the commands, and nothing else. */
@NullMarked
package tsa;

import org.jspecify.annotations.NullMarked;
