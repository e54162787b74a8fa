/**
 * Heartbeats and deep checks of workers, over a {@link tsa.control.port.Tunnel}. Every answer of a
 * worker is taken as hostile: bounded in size, in time and in shape.
 */
@NullMarked
package tsa.probe;

import org.jspecify.annotations.NullMarked;
