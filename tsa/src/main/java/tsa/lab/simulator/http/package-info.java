/**
 * A small blocking HTTP/1.1 server engine that behaves like Go's {@code net/http}.
 *
 * <p>It exists because the simulated worker must serve a plain pair of streams (a forwarded SSH
 * channel has no socket) and must also be able to answer wrongly on purpose: the falsely chunked
 * run stream of Garden, bodies that stop half way, connections that close without a byte. It knows
 * nothing of Garden, Baggageclaim or faults.
 */
@NullMarked
package tsa.lab.simulator.http;

import org.jspecify.annotations.NullMarked;
