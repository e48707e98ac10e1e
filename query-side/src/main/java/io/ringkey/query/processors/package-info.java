/**
 * How the projections are run: what carries events to them, what becomes of an event that cannot be projected, how far
 * they have come, and who is told when they fall behind.
 */
@NullMarked
package io.ringkey.query.processors;

import org.jspecify.annotations.NullMarked;
