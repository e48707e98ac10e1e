/** Takes what was deleted out of the database's files. */
@NullMarked
package io.ringkey.eventstore.scrub;

import org.jspecify.annotations.NullMarked;
