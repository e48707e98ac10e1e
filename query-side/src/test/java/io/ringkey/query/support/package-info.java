/** What the tests of the reading side share. */
@NullMarked
package io.ringkey.query.support;

import org.jspecify.annotations.NullMarked;
