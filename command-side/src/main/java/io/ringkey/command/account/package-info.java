/** People: who they are, what they may do, and what their profile says. */
@NullMarked
package io.ringkey.command.account;

import org.jspecify.annotations.NullMarked;
