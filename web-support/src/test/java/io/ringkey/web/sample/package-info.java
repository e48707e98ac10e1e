/** A small application on web-support, running on a port, with all that it depends on replaced by fakes. */
@NullMarked
package io.ringkey.web.sample;

import org.jspecify.annotations.NullMarked;
