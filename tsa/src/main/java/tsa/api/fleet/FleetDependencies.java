package tsa.api.fleet;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tsa.control.EventFeed;
import tsa.control.FleetStatus;
import tsa.control.Readiness;
import tsa.control.port.Gateways;
import tsa.control.port.Ticker;

/**
 * What there is to be seen besides single workers.
 *
 * @param events what happens, as it happens
 * @param fleet the fleet as the last pass found it; empty before the first
 * @param readiness whether this gateway can take new work
 * @param gateways all gateways
 * @param me this one
 * @param metrics all metrics as Prometheus reads them
 * @param ticker measures how long streams last
 */
public record FleetDependencies(
    EventFeed events,
    Supplier<Optional<FleetStatus>> fleet,
    Readiness readiness,
    Gateways gateways,
    UUID me,
    Supplier<String> metrics,
    Ticker ticker) {}
