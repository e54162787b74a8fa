/**
 * Rehearses the rules: the real control loop on virtual time, over stores in memory, with workers,
 * links and faults that are made up. Used by {@code tsa simulate-policy} and by the simulation
 * tests.
 *
 * <p>What only the simulation tests do to a rehearsal, or ask of it, is visible in this package
 * only.
 */
@NullMarked
package tsa.lab.rehearsal;

import org.jspecify.annotations.NullMarked;
