/** What an operator sets of the gateway, and the limits it works within. */
@NullMarked
package tsa.gateway.settings;

import org.jspecify.annotations.NullMarked;
