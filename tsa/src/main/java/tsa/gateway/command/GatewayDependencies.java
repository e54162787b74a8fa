package tsa.gateway.command;

import tsa.control.Registrations;
import tsa.control.SchedulingDelay;
import tsa.control.WorkerHealthQuery;
import tsa.control.WorkerReports;
import tsa.control.WorkerRequests;
import tsa.control.port.MetricsRecorder;

/**
 * What is behind the gateway.
 *
 * @param registrations takes charge of registrations
 * @param requests answers land, retire, delete and sweep
 * @param reports takes reports
 * @param health tells how a worker is
 * @param metrics counts connections
 * @param delay of this process
 */
public record GatewayDependencies(
    Registrations registrations,
    WorkerRequests requests,
    WorkerReports reports,
    WorkerHealthQuery health,
    MetricsRecorder metrics,
    SchedulingDelay delay) {}
