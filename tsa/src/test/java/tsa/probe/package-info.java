/** Tests of the probes, against scripted servers and the simulated worker. */
@NullMarked
package tsa.probe;

import org.jspecify.annotations.NullMarked;
