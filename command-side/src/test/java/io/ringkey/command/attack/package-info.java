/** Attacks, driven over HTTP against the running write side with the settings that it has when nobody sets any. */
@NullMarked
package io.ringkey.command.attack;

import org.jspecify.annotations.NullMarked;
