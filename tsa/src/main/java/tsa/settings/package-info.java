/** What can be set: flags, environment and file become each package's settings record. */
@NullMarked
package tsa.settings;

import org.jspecify.annotations.NullMarked;
