/** A person's account: registration, profile, role, block, erasure. */
@NullMarked
package io.ringkey.api.account;

import org.jspecify.annotations.NullMarked;
