package tsa.gateway;

import tsa.control.HealthDesk;
import tsa.control.Meters;
import tsa.control.Registrations;
import tsa.control.Reports;
import tsa.control.Requests;
import tsa.control.SchedulingDelay;

/**
 * What is behind the gateway.
 *
 * @param registrations takes charge of registrations
 * @param requests answers land, retire, delete and sweep
 * @param reports takes reports
 * @param health tells how a worker is
 * @param meters counts connections
 * @param delay of this process
 */
public record GatewayPorts(
    Registrations registrations,
    Requests requests,
    Reports reports,
    HealthDesk health,
    Meters meters,
    SchedulingDelay delay) {}
