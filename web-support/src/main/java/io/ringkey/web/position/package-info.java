/** Positions in the event store, as clients see them: answered by writes, awaited by reads. */
@NullMarked
package io.ringkey.web.position;

import org.jspecify.annotations.NullMarked;
