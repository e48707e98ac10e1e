/** Asking again with the same key gives the same answer. */
@NullMarked
package io.ringkey.web.idempotency;

import org.jspecify.annotations.NullMarked;
