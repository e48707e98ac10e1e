/** Starting a program of Ringkey: settings into Spring's properties, and one sentence when they are bad. */
@NullMarked
package io.ringkey.web.start;

import org.jspecify.annotations.NullMarked;
