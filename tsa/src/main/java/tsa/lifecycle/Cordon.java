package tsa.lifecycle;

import java.time.Instant;

/**
 * An operator's word that a worker is to get no new work. It lasts until it is lifted or the record
 * goes, whatever becomes of the registration, the machine or the TSA, and it changes neither the
 * state nor the checks: the worker stays {@code running}, is listed as such to {@code fly}, and is
 * evaluated as ever.
 *
 * <p>It is a mark, not a lock. The TSA places no builds, and nothing that Concourse's own scheduler
 * reads can carry the mark, so the work that is kept away is that of schedulers and scripts which
 * read it from our API. Who needs Concourse's scheduler to stop at once has to land the worker.
 *
 * @param by who asked
 * @param why in their words; may be empty
 * @param at when, on the database's clock
 */
public record Cordon(String by, String why, Instant at) {}
