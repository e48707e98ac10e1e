package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import jakarta.servlet.ServletRequest;
import java.util.function.Supplier;

/** What a call's credentials come to. */
sealed interface Identity {

    /** Good credentials. */
    record Known(Caller caller) implements Identity {}

    /** None at all. */
    record Nobody() implements Identity {}

    /** Credentials that do not count, or that could not be judged; and why, for handlers that need them. */
    record Refused(RuntimeException why) implements Identity {

        /** Whether nobody could say if they were good. */
        boolean isUndecided() {
            return !(why instanceof Failure);
        }
    }

    /**
     * The caller, where one is needed.
     *
     * @throws RuntimeException why there is none
     */
    default Caller required() {
        return switch (this) {
            case Known known -> known.caller();
            case Nobody nobody -> throw Failure.of(FailureCode.TOKEN_INVALID);
            case Refused refused -> throw refused.why();
        };
    }

    /** What comes out about this call; its credentials are judged when it is first asked. */
    static Identity of(ServletRequest request) {
        return request.getAttribute(Identity.class.getName()) instanceof Supplier<?> judging
                        && judging.get() instanceof Identity found
                ? found
                : new Nobody();
    }

    /**
     * @param judging answers the same whenever it is asked
     */
    static void judgeWith(Supplier<Identity> judging, ServletRequest request) {
        request.setAttribute(Identity.class.getName(), judging);
    }
}
