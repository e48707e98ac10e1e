/** The reading side: projections and what is asked of them. */
@NullMarked
package io.ringkey.query;

import org.jspecify.annotations.NullMarked;
