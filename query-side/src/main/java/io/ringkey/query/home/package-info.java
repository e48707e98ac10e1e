/** The page where people sign in, and see and change what is theirs. */
@NullMarked
package io.ringkey.query.home;

import org.jspecify.annotations.NullMarked;
