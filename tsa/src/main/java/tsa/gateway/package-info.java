/**
 * The SSH gateway: keys, commands and tunnels of workers. Together with the simulator's client the
 * only user of the SSH library. What stock workers expect of it is in the protocol sheet; what each
 * ending means to them is in docs/protocol/registration.md#what-each-ending-means.
 */
@NullMarked
package tsa.gateway;

import org.jspecify.annotations.NullMarked;
