/** How long things are shown, from the settings. */
@NullMarked
package io.ringkey.web.retention;

import org.jspecify.annotations.NullMarked;
