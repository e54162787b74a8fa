/** Tests of the gateway: in process with the library's client, and with OpenSSH. */
@NullMarked
package tsa.gateway;

import org.jspecify.annotations.NullMarked;
