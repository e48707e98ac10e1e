package io.ringkey.api.verification;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What can be asked of a phone number's verification. */
public sealed interface VerificationCommand {

    /**
     * Asks for a code to be sent to a number. Answered with a {@link CodeRequestOutcome}.
     *
     * @param device by which it is known whose challenge and budgets this request counts against
     */
    record RequestCode(PhoneNumber phone, Purpose purpose, Device device, Origin origin)
            implements VerificationCommand {}

    /**
     * Gives the code that was received. Answered with a {@link VerificationOutcome}.
     *
     * @param binding the hash of the cookie that binds the challenge to this client, or {@code null} when the client
     *     sent none
     */
    record VerifyCode(Target target, OneTimeCode code, Way way, Device device, byte @Nullable [] binding, Origin origin)
            implements VerificationCommand {

        public VerifyCode {
            binding = binding == null ? null : binding.clone();
        }

        @Override
        public byte @Nullable [] binding() {
            return binding == null ? null : binding.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof VerifyCode that
                    && target.equals(that.target)
                    && code.equals(that.code)
                    && way == that.way
                    && device.equals(that.device)
                    && Arrays.equals(binding, that.binding)
                    && origin.equals(that.origin);
        }

        @Override
        public int hashCode() {
            return target.hashCode();
        }
    }

    /** Which challenge a code is meant for. */
    sealed interface Target {

        /** The live challenge of this number. */
        record OfPhone(PhoneNumber phone) implements Target {}

        /** The challenge that the client's own cookie names. */
        record OfChallenge(NumberStreamId stream, ChallengeId challenge) implements Target {}
    }
}
