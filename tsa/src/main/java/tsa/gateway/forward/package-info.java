/** Port forwarding: opens the channels that lead to a worker's Garden and Baggageclaim. */
@NullMarked
package tsa.gateway.forward;

import org.jspecify.annotations.NullMarked;
