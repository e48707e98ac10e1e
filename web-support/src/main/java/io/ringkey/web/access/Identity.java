package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import jakarta.servlet.ServletRequest;

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

    /** What was found out about this call. */
    static Identity of(ServletRequest request) {
        return request.getAttribute(Identity.class.getName()) instanceof Identity found ? found : new Nobody();
    }

    default void rememberIn(ServletRequest request) {
        request.setAttribute(Identity.class.getName(), this);
    }
}
