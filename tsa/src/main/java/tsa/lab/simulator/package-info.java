/**
 * Simulated Concourse workers: the Garden and Baggageclaim servers behind the tunnel, with faults
 * that can be switched while they run.
 *
 * <p>Shipped, not test code: the demo, the tests and the load generator use it. What the answers
 * look like was seen on real servers and is told in docs/protocol/worker-apis.md; {@code
 * WorkerApiContractTest} states it once more as tests that can also be run against real servers.
 *
 * <p>What only tests set, or look at afterwards, is visible in this package only, where no test of
 * another package needs it.
 *
 * <p>Start at {@link tsa.lab.simulator.SimulatedWorkerServers}.
 */
@NullMarked
package tsa.lab.simulator;

import org.jspecify.annotations.NullMarked;
