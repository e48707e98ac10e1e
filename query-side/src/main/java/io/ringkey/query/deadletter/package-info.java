/** Events that a projection could not take in, and what to do about them. */
@NullMarked
package io.ringkey.query.deadletter;

import org.jspecify.annotations.NullMarked;
