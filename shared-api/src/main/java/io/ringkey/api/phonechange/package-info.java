/** Moving a person to another phone number. */
@NullMarked
package io.ringkey.api.phonechange;

import org.jspecify.annotations.NullMarked;
