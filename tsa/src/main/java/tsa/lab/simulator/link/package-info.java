/**
 * The SSH side of a simulated worker: it dials a gateway, registers, keeps alive, drains and comes
 * back as the stock worker does (docs/protocol/registration.md). Knows nothing of what is behind
 * the tunnel. An idle worker costs one connection and no thread.
 *
 * <p>Start at {@link tsa.lab.simulator.link.LinkClient}.
 */
@NullMarked
package tsa.lab.simulator.link;

import org.jspecify.annotations.NullMarked;
