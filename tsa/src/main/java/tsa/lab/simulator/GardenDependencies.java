package tsa.lab.simulator;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What every Garden backend is made of.
 *
 * @param maxContainers the configured limit; a fault may lower it
 * @param requestTimeout after which calls to a hung runtime fail
 * @param nanos monotonic, for ages
 */
record GardenDependencies(
    Faults faults,
    SimulatedDisk disk,
    VolumePaths volumes,
    int maxContainers,
    Duration requestTimeout,
    LongSupplier nanos) {}
