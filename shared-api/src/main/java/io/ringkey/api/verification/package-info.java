/** Proving that someone holds a phone number: challenges, one-time codes, guesses. */
@NullMarked
package io.ringkey.api.verification;

import org.jspecify.annotations.NullMarked;
