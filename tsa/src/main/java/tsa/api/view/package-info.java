/** Records of the service as the JSON of {@code tsa.wire}. */
@NullMarked
package tsa.api.view;

import org.jspecify.annotations.NullMarked;
