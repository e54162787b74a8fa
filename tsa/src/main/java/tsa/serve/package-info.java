/** How the service is put together: builds every object by hand and takes it down again. */
@NullMarked
package tsa.serve;

import org.jspecify.annotations.NullMarked;
