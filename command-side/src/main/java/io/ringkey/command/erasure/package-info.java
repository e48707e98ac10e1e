/** Leaving for good. */
@NullMarked
package io.ringkey.command.erasure;

import org.jspecify.annotations.NullMarked;
