/** The commands for operators. */
@NullMarked
package tsa.cli.command;

import org.jspecify.annotations.NullMarked;
