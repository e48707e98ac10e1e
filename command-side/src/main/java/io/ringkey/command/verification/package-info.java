/** Proving that one holds a phone number: codes asked for, given, used up. */
@NullMarked
package io.ringkey.command.verification;

import org.jspecify.annotations.NullMarked;
