/** The keys of workers: where they are kept, what each may be used for, and which are in force. */
@NullMarked
package tsa.gateway.keys;

import org.jspecify.annotations.NullMarked;
