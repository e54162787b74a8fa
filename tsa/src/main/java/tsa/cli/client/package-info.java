/** The way to a gateway: requests over REST, streams of events, logins. */
@NullMarked
package tsa.cli.client;

import org.jspecify.annotations.NullMarked;
