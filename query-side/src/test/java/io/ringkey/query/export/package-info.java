/** All that is held of a person. */
@NullMarked
package io.ringkey.query.export;

import org.jspecify.annotations.NullMarked;
