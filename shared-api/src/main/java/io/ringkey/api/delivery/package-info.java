/** Getting a one-time code to its phone. */
@NullMarked
package io.ringkey.api.delivery;

import org.jspecify.annotations.NullMarked;
