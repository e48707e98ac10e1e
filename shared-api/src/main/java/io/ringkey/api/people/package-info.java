/** What the read models answer about people. */
@NullMarked
package io.ringkey.api.people;

import org.jspecify.annotations.NullMarked;
