/** Finding what is on record of a phone number. */
@NullMarked
package io.ringkey.command.inspection;

import org.jspecify.annotations.NullMarked;
