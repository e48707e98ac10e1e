/** Both sides and an embedded PostgreSQL in one process, and the commands of the program. */
@NullMarked
package io.ringkey.standalone;

import org.jspecify.annotations.NullMarked;
