/** Files that the program makes. */
@NullMarked
package io.ringkey.web.files;

import org.jspecify.annotations.NullMarked;
