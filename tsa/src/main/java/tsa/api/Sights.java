package tsa.api;

import tsa.control.EventFeed;
import tsa.control.Ticker;

/**
 * What there is to be seen besides single workers.
 *
 * @param events what happens, as it happens
 * @param ticker measures how long streams last
 */
public record Sights(EventFeed events, Ticker ticker) {}
