package tsa.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import tsa.control.CheckLoad;
import tsa.control.FleetStatus;
import tsa.control.Registrations;
import tsa.control.SchedulingDelay;
import tsa.control.port.Ticker;

/**
 * Where the gauges are read.
 *
 * @param fleet the last picture of the fleet; empty before the first
 * @param held the sessions of this gateway
 * @param checks the deep checks of this gateway
 * @param delay of this process
 * @param counts what was counted in the database
 * @param streams open streams of events
 * @param connections of the pool
 * @param waiting threads that wait for one
 * @param ticker measures ages
 * @param version of this program
 */
public record GaugeSources(
    Supplier<Optional<FleetStatus>> fleet,
    Supplier<List<Registrations.Held>> held,
    Supplier<CheckLoad> checks,
    SchedulingDelay delay,
    DatabaseCounts counts,
    IntSupplier streams,
    IntSupplier connections,
    IntSupplier waiting,
    Ticker ticker,
    String version) {}
