/** Live sessions, as their owners see them. */
@NullMarked
package io.ringkey.query.session;

import org.jspecify.annotations.NullMarked;
