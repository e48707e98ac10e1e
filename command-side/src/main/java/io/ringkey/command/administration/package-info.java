/** What administrators do to people: roles, blocks, the first admin. */
@NullMarked
package io.ringkey.command.administration;

import org.jspecify.annotations.NullMarked;
