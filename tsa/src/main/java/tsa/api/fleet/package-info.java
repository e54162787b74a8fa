/** The routes about the fleet as a whole, and the stream of events. */
@NullMarked
package tsa.api.fleet;

import org.jspecify.annotations.NullMarked;
