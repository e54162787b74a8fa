/**
 * The load generator: many workers that register, answer heartbeats and make short connections as
 * real ones do, against any gateway, and figures of how it bears them.
 */
@NullMarked
package tsa.lab.load;

import org.jspecify.annotations.NullMarked;
