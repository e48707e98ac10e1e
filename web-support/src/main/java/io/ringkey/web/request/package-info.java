/** What is known of a call before anyone answers it: its id, where it came from, its path. */
@NullMarked
package io.ringkey.web.request;

import org.jspecify.annotations.NullMarked;
