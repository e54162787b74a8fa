/**
 * The pure core: what a worker's state is and why. No clock, no thread, no I/O, no logger, no
 * library; every function answers for every input, from its arguments alone.
 */
@NullMarked
package tsa.lifecycle;

import org.jspecify.annotations.NullMarked;
