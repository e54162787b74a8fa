package tsa.lifecycle;

import java.time.Instant;

/**
 * Another live machine that wants a name which is in use (B16). It stands in the row, so that the
 * gateway of the machine in charge can tell it, whichever gateway the other one came to.
 *
 * @param startTime unix seconds of the start of its process, 0 if unknown
 * @param at when it was kept out, on the database's clock
 */
public record NameConflict(long startTime, Instant at) {}
