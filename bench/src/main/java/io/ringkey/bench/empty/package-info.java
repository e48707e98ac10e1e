/** An endpoint that does nothing, inside the program that is measured. */
@NullMarked
package io.ringkey.bench.empty;

import org.jspecify.annotations.NullMarked;
