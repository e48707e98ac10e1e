/** How people look in JSON, for the reading and the writing side alike. */
@NullMarked
package io.ringkey.web.people;

import org.jspecify.annotations.NullMarked;
