/** Vocabulary: what a worker is called, what it says of itself, where it is. JDK only, no rules. */
@NullMarked
package tsa.worker;

import org.jspecify.annotations.NullMarked;
