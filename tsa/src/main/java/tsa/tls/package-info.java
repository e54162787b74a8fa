/** Whose certificates are trusted, by whoever speaks TLS to somebody. */
@NullMarked
package tsa.tls;

import org.jspecify.annotations.NullMarked;
