/**
 * Metrics: their names, and how they are counted and read. Knows the ports of {@code tsa.control}
 * and the vocabulary; nobody but the wiring knows it.
 */
@NullMarked
package tsa.telemetry;

import org.jspecify.annotations.NullMarked;
