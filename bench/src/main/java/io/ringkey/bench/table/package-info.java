/** What comes of it: figures, and the page that they stand on. */
@NullMarked
package io.ringkey.bench.table;

import org.jspecify.annotations.NullMarked;
