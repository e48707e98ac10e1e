/** Profiles as clients see them, made of the events of accounts. */
@NullMarked
package io.ringkey.query.profile;

import org.jspecify.annotations.NullMarked;
