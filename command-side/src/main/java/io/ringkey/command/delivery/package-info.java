/** One-time codes on their way to people: derived, sent, and forgotten. */
@NullMarked
package io.ringkey.command.delivery;

import org.jspecify.annotations.NullMarked;
