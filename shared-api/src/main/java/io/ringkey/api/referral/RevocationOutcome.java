package io.ringkey.api.referral;

/** What came of revoking a referral. */
public enum RevocationOutcome {
    /** The person is no longer on record as brought by anybody. */
    REVOKED,
    /** It was revoked before; nothing changes. */
    REVOKED_BEFORE,
    /** Nobody ever brought this person. */
    NOTHING_TO_REVOKE
}
