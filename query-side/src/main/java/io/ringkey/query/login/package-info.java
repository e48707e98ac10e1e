/** The login history: what happened to a person's sign-ins, from where and with what. */
@NullMarked
package io.ringkey.query.login;

import org.jspecify.annotations.NullMarked;
