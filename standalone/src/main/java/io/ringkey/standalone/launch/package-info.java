/** The one class that an older Java can still load, to say that it is too old. */
@NullMarked
package io.ringkey.standalone.launch;

import org.jspecify.annotations.NullMarked;
