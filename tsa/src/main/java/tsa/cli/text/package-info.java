/** What operators are shown: tables, colours and sentences. */
@NullMarked
package tsa.cli.text;

import org.jspecify.annotations.NullMarked;
