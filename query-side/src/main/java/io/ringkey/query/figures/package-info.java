/** How often things happen, and the pictures of it. */
@NullMarked
package io.ringkey.query.figures;

import org.jspecify.annotations.NullMarked;
