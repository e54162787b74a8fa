/** Words that gateway and workers exchange: addresses, how commands end, text fit to be shown. */
@NullMarked
package tsa.gateway.protocol;

import org.jspecify.annotations.NullMarked;
