/** How fast the program is, each figure beside the limit that it is held against. */
@NullMarked
package io.ringkey.bench;

import org.jspecify.annotations.NullMarked;
