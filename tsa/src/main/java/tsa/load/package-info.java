/**
 * The load generator: many workers that register, beat and make short connections as real ones do,
 * against any gateway, and figures of how it bears them.
 */
@NullMarked
package tsa.load;

import org.jspecify.annotations.NullMarked;
