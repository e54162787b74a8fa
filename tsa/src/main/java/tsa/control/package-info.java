/**
 * The loop: load, gather, decide, apply. Owns the ports that the adapters implement, and is the one
 * place where decisions become changes.
 */
@NullMarked
package tsa.control;

import org.jspecify.annotations.NullMarked;
