/** The wiring of {@code docker-compose.yml} as plain processes, for machines without Docker and for the test of it. */
@NullMarked
package io.ringkey.standalone.compose;

import org.jspecify.annotations.NullMarked;
