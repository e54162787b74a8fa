/** The routes by which people log in, log out and learn who they are. */
@NullMarked
package tsa.api.people;

import org.jspecify.annotations.NullMarked;
