/** The ATC, asked over HTTP as Concourse's own gateway does (docs/protocol/atc.md). */
@NullMarked
package tsa.atc;

import org.jspecify.annotations.NullMarked;
