/** What drives the program, and how it is timed: lean, since it runs on the processors that it measures. */
@NullMarked
package io.ringkey.bench.load;

import org.jspecify.annotations.NullMarked;
