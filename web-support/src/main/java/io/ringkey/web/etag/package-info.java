/** Entity tags: answers that need not be sent again, and writes that must not overwrite what they have not seen. */
@NullMarked
package io.ringkey.web.etag;

import org.jspecify.annotations.NullMarked;
