/** Signed-in sessions: opened by a code, carried by tokens or a cookie, ended. */
@NullMarked
package io.ringkey.command.session;

import org.jspecify.annotations.NullMarked;
