/** Which numbers and addresses are under attack now. */
@NullMarked
package io.ringkey.query.attack;

import org.jspecify.annotations.NullMarked;
