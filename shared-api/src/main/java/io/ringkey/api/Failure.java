package io.ringkey.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that was refused and changed nothing. Immutable.
 *
 * <p>Never thrown for a refusal that must stay on record: an exception rolls the transaction back, and the record with
 * it. Such refusals are events and returned outcomes, turned into a failure only after the commit.
 */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final transient Map<String, String> fieldErrors;
    private final transient Map<String, Object> details;
    private final transient @Nullable Duration retryAfter;

    private Failure(
            FailureCode code,
            Map<String, String> fieldErrors,
            Map<String, Object> details,
            @Nullable Duration retryAfter) {
        super(code.code(), null, false, false);
        this.code = code;
        this.fieldErrors = Map.copyOf(fieldErrors);
        this.details = Map.copyOf(details);
        this.retryAfter = retryAfter;
    }

    public static Failure of(FailureCode code) {
        return new Failure(code, Map.of(), Map.of(), null);
    }

    /**
     * A bad field.
     *
     * @param field the field's name as the client wrote it, {@code snake_case}
     * @param reason the key of the reason in the message bundles, such as {@code phone.invalid}
     */
    public static Failure invalid(String field, String reason) {
        return new Failure(FailureCode.FIELD_INVALID, Map.of(field, reason), Map.of(), null);
    }

    /** The same failure with a further member in its problem document, such as {@code attempts_left}. */
    public Failure with(String member, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(member, value);
        return new Failure(code, fieldErrors, more, retryAfter);
    }

    /** The same failure with one more bad field. */
    public Failure andInvalid(String field, String reason) {
        var more = new LinkedHashMap<>(fieldErrors);
        more.put(field, reason);
        return new Failure(code, more, details, retryAfter);
    }

    /** The same failure with a time after which asking again works; sent as {@code Retry-After}, rounded up. */
    public Failure retryAfter(Duration wait) {
        return new Failure(code, fieldErrors, details, wait);
    }

    public FailureCode code() {
        return code;
    }

    /** Reasons (message keys) by field; empty where no field is to blame. */
    public Map<String, String> fieldErrors() {
        return fieldErrors;
    }

    /** Further members of the problem document. */
    public Map<String, Object> details() {
        return details;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
