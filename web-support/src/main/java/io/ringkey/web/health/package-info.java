/** Whether this process lives, and whether it should be given work. */
@NullMarked
package io.ringkey.web.health;

import org.jspecify.annotations.NullMarked;
