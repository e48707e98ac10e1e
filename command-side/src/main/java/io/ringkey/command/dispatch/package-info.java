/** Sends commands on their way, and retries those that lost a race. */
@NullMarked
package io.ringkey.command.dispatch;

import org.jspecify.annotations.NullMarked;
