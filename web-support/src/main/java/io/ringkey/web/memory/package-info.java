/** How much memory the program's process keeps. */
@NullMarked
package io.ringkey.web.memory;

import org.jspecify.annotations.NullMarked;
