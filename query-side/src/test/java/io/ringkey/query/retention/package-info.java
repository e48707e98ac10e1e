/** What is kept only for a time. */
@NullMarked
package io.ringkey.query.retention;

import org.jspecify.annotations.NullMarked;
