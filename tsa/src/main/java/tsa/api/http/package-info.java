/** Requests and answers over HTTP, with the limits that every caller has. */
@NullMarked
package tsa.api.http;

import org.jspecify.annotations.NullMarked;
