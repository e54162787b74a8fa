/**
 * REST: what the real fly asks for, in the form it understands, and our own routes beside it. Knows
 * no rules: it reads records and hands requests to {@code tsa.control}.
 */
@NullMarked
package tsa.api;

import org.jspecify.annotations.NullMarked;
