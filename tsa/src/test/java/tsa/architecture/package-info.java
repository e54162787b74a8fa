/** Tests of the code as a whole: who may use whom, how large things are, whether the docs hold. */
@NullMarked
package tsa.architecture;

import org.jspecify.annotations.NullMarked;
