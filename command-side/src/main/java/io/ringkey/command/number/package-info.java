/** Finds the stream and the owner of a phone number without either of them naming it. */
@NullMarked
package io.ringkey.command.number;

import org.jspecify.annotations.NullMarked;
