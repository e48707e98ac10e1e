/** Lists are answered in pages: opaque cursors and bounded limits. */
@NullMarked
package io.ringkey.web.cursor;

import org.jspecify.annotations.NullMarked;
