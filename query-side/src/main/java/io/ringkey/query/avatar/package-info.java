/** The pictures of people. */
@NullMarked
package io.ringkey.query.avatar;

import org.jspecify.annotations.NullMarked;
