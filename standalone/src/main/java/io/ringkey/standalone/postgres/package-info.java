/** The PostgreSQL that the program brings along: its directory, its binaries, its life. */
@NullMarked
package io.ringkey.standalone.postgres;

import org.jspecify.annotations.NullMarked;
