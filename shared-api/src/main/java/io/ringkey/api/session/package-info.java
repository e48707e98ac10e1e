/** Signed-in sessions: opened, refreshed, ended. */
@NullMarked
package io.ringkey.api.session;

import org.jspecify.annotations.NullMarked;
