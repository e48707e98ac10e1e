/** Invite codes, and who brought whom. */
@NullMarked
package io.ringkey.command.referral;

import org.jspecify.annotations.NullMarked;
