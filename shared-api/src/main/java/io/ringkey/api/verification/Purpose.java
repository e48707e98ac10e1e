package io.ringkey.api.verification;

/** What a challenge's code is good for. A code for one purpose opens nothing else (C9). */
public enum Purpose {
    SIGN_IN,
    CHANGE_PHONE
}
