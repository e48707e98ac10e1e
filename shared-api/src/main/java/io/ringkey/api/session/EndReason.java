package io.ringkey.api.session;

/** Why a session ended. */
public enum EndReason {
    LOGGED_OUT,
    REFRESH_TOKEN_REUSED,
    PERSON_BLOCKED,
    PERSON_ERASED,
    PHONE_CHANGED,
    ENDED_BY_OWNER,
    ENDED_BY_ADMIN,
    NUMBER_GIVEN_UP
}
