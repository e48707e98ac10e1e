/** Who calls, and whether they may: bearer tokens, browser sessions, and what each handler declares. */
@NullMarked
package io.ringkey.web.access;

import org.jspecify.annotations.NullMarked;
