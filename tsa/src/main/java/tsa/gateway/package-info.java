/**
 * The SSH gateway: keys, commands and tunnels of workers. Together with the simulator's client the
 * only user of the SSH library. What stock workers expect of it, and what each ending means to
 * them, is in docs/protocol/registration.md.
 */
@NullMarked
package tsa.gateway;

import org.jspecify.annotations.NullMarked;
