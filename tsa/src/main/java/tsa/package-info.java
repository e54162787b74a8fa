/** The program: its commands, and the wiring that builds every object by hand. */
@NullMarked
package tsa;

import org.jspecify.annotations.NullMarked;
