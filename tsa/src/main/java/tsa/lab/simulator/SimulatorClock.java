package tsa.lab.simulator;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time a simulated worker lives by.
 *
 * @param wall for {@code Date} headers
 * @param nanos monotonic nanoseconds, for ages
 * @param timers for grace times and sweeps
 */
public record SimulatorClock(InstantSource wall, LongSupplier nanos, Timers timers) {}
