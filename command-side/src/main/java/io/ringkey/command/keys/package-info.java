/** Keys of every purpose: kept wrapped in the database, shared by all processes. */
@NullMarked
package io.ringkey.command.keys;

import org.jspecify.annotations.NullMarked;
