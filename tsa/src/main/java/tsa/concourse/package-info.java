/** The worker object as Concourse writes it, made of what is known of a worker. */
@NullMarked
package tsa.concourse;

import org.jspecify.annotations.NullMarked;
