/** Limits that numbers, processes and restarts share. */
@NullMarked
package io.ringkey.command.limit;

import org.jspecify.annotations.NullMarked;
