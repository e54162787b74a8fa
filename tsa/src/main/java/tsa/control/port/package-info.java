/** The interfaces that adapters implement for the control loop, and the records they exchange. */
@NullMarked
package tsa.control.port;

import org.jspecify.annotations.NullMarked;
