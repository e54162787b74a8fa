/** The commands of this program that are not an operator's, and what only they share. */
@NullMarked
package tsa.program;

import org.jspecify.annotations.NullMarked;
