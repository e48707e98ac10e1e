/** Looking at the record itself. */
@NullMarked
package io.ringkey.api.inspection;

import org.jspecify.annotations.NullMarked;
