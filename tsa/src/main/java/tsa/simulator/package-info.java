/**
 * Simulated Concourse workers: the Garden and Baggageclaim servers behind the tunnel, with faults
 * that can be switched while they run.
 *
 * <p>Shipped, not test code: the demo, the tests and the load generator use it. What the answers
 * look like is specified by the recorded facts about the real servers ("worker-apis" in the
 * comments), and {@code WorkerApiContractTest} states those facts once more as tests that can also
 * be run against real servers.
 *
 * <p>Start at {@link tsa.simulator.SimulatedWorkerServers}.
 */
@NullMarked
package tsa.simulator;

import org.jspecify.annotations.NullMarked;
