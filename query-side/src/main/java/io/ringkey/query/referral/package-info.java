/** Who brought whom. */
@NullMarked
package io.ringkey.query.referral;

import org.jspecify.annotations.NullMarked;
