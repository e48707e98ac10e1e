/** The list of people, for moderators and admins. */
@NullMarked
package io.ringkey.query.people;

import org.jspecify.annotations.NullMarked;
