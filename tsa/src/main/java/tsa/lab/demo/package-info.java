/** The demo: six simulated workers, what is done to them, and whether the service told it right. */
@NullMarked
package tsa.lab.demo;

import org.jspecify.annotations.NullMarked;
