/** The commands of workers: reads them, checks what their key allows, runs them and ends them. */
@NullMarked
package tsa.gateway.command;

import org.jspecify.annotations.NullMarked;
