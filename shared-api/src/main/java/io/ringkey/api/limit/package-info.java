/** The limits that keep guessing scarce and sending bounded. */
@NullMarked
package io.ringkey.api.limit;

import org.jspecify.annotations.NullMarked;
