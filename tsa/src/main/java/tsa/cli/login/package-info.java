/** Where an operator's token and trusted certificates are kept and found. */
@NullMarked
package tsa.cli.login;

import org.jspecify.annotations.NullMarked;
