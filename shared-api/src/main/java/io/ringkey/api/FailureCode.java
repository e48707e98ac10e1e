package io.ringkey.api;

/**
 * Every way in which a call can fail, as clients see it: a stable code and the HTTP status that goes with it.
 *
 * <p>The wording stands in the message bundles under the code; the {@code type} of the problem (RFC 9457) is derived
 * from it.
 */
public enum FailureCode {
    BODY_UNREADABLE("body.unreadable", 400),
    FIELD_INVALID("field.invalid", 400),
    FIELD_UNKNOWN("field.unknown", 400),
    CHALLENGE_MISSING("challenge.missing", 400),
    CODE_WRONG("code.wrong", 401),
    TOKEN_INVALID("token.invalid", 401),
    ROLE_MISSING("role.missing", 403),
    SESSION_NOT_FRESH("session.not-fresh", 403),
    PERSON_BLOCKED("person.blocked", 403),
    PERSON_UNCONFIRMED("person.unconfirmed", 403),
    CSRF_MISSING("csrf.missing", 403),
    DOOR_CLOSED("door.closed", 403),
    NOT_FOUND("not-found", 404),
    METHOD_NOT_ALLOWED("method.not-allowed", 405),
    NOT_ACCEPTABLE("not-acceptable", 406),
    REFERRAL_ALREADY_APPLIED("referral.already-applied", 409),
    REFERRAL_NONE("referral.none", 409),
    PERSON_CONFIRMED("person.confirmed", 409),
    PHONE_TAKEN("phone.taken", 409),
    IDEMPOTENCY_KEY_REUSED("idempotency.key-reused", 409),
    REPLAY_RUNNING("replay.running", 409),
    REPLAY_NOT_READY("replay.not-ready", 409),
    ETAG_STALE("etag.stale", 412),
    BODY_TOO_LARGE("body.too-large", 413),
    MEDIA_TYPE_UNSUPPORTED("media-type.unsupported", 415),
    REFERRAL_REFUSED("referral.refused", 422),
    LIMIT_SEND("limit.send", 429),
    LIMIT_INVITE("limit.invite", 429),
    LIMIT_EXPORT("limit.export", 429),
    INTERNAL("internal", 500),
    TRY_LATER("try-later", 503);

    private final String code;
    private final int status;

    FailureCode(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /** The stable code that clients branch on. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
