/** The routes about one worker, and the list of workers. */
@NullMarked
package tsa.api.worker;

import org.jspecify.annotations.NullMarked;
