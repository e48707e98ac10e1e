/** The program as the hostile outside sees it: every endpoint, every header, every line that it logs. */
@NullMarked
package io.ringkey.standalone.surface;

import org.jspecify.annotations.NullMarked;
