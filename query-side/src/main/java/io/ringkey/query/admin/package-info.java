/** The page for people who look after the service, plain until there is a better one. */
@NullMarked
package io.ringkey.query.admin;

import org.jspecify.annotations.NullMarked;
