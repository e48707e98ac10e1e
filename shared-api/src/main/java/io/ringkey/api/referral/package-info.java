/** Who brought whom. */
@NullMarked
package io.ringkey.api.referral;

import org.jspecify.annotations.NullMarked;
