/** What is known of one SSH connection, and how many there may be. */
@NullMarked
package tsa.gateway.connection;

import org.jspecify.annotations.NullMarked;
