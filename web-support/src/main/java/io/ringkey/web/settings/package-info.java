/** What the operator may set: the catalogue, the values, and the reader of {@code .env}. */
@NullMarked
package io.ringkey.web.settings;

import org.jspecify.annotations.NullMarked;
