package tsa.lifecycle;

import java.time.Instant;
import tsa.worker.Load;

/**
 * The last good heartbeat of a worker.
 *
 * @param at when it was written, on the database's clock
 * @param load what the worker held then
 */
public record Heartbeat(Instant at, Load load) {}
