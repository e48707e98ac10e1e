/** What erasing a person leaves to do on the reading side. */
@NullMarked
package io.ringkey.query.erasure;

import org.jspecify.annotations.NullMarked;
