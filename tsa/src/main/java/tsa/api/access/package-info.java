/** Who a caller is, and what they may do. */
@NullMarked
package tsa.api.access;

import org.jspecify.annotations.NullMarked;
