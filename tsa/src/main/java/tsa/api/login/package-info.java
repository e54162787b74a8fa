/**
 * Who somebody is: local users with their passwords, the brakes on guessing, and the tokens that a
 * login gives. What somebody may do is decided in {@code tsa.api}.
 */
@NullMarked
package tsa.api.login;

import org.jspecify.annotations.NullMarked;
