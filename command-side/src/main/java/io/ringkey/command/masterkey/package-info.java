/** Puts a new master key in the place of the old one. */
@NullMarked
package io.ringkey.command.masterkey;

import org.jspecify.annotations.NullMarked;
