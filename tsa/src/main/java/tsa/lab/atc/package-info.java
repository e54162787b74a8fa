/**
 * A simulated ATC: the rows of workers as a real one keeps them (docs/protocol/atc.md), over HTTP
 * or in memory.
 */
@NullMarked
package tsa.lab.atc;

import org.jspecify.annotations.NullMarked;
