/** Finding what is on record of a phone number, and putting on record what staff looked at. */
@NullMarked
package io.ringkey.command.inspection;

import org.jspecify.annotations.NullMarked;
