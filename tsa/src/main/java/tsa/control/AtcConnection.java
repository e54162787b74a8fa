package tsa.control;

import tsa.control.port.Atc;
import tsa.control.port.AtcLedger;

/**
 * The way to an ATC.
 *
 * @param ledger what it was told, over all gateways
 */
public record AtcConnection(Atc atc, AtcLedger ledger) {}
