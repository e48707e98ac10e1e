/** Copies of the data outside the database, and the way back. */
@NullMarked
package io.ringkey.command.backup;

import org.jspecify.annotations.NullMarked;
