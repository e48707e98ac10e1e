package io.ringkey.command.account;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.ProfileChanges;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of a profile: well-formed, not yet allowed.
 *
 * @param phone the number that it names, or {@code null} when it names none
 * @param referralCode as typed, never empty; {@code null} when none is named
 * @param avatar {@code null} to leave the picture alone
 */
record ProfileWish(
        @Nullable PhoneNumber phone,
        ProfileChanges changes,
        @Nullable String referralCode,
        @Nullable WantedAvatar avatar) {

    /** What a client wants of its picture. */
    sealed interface WantedAvatar {

        record None() implements WantedAvatar {}

        /** The address of a picture that is shown already, or a file as base64. */
        record Text(String text) implements WantedAvatar {}

        /** A file. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record File(byte[] content) implements WantedAvatar {}
    }
}
