/** Traces of calls, with nothing in them that is anybody's, for whoever names a collector to send them to. */
@NullMarked
package io.ringkey.web.tracing;

import org.jspecify.annotations.NullMarked;
