/** How JSON is read and written: strictly, and in one way. */
@NullMarked
package io.ringkey.web.json;

import org.jspecify.annotations.NullMarked;
