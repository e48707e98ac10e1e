/** People at their browsers. */
@NullMarked
package io.ringkey.standalone.browser;

import org.jspecify.annotations.NullMarked;
