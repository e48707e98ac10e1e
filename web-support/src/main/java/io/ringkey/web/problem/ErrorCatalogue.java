package io.ringkey.web.problem;

import io.ringkey.api.FailureCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The list of all failures, as {@code docs/errors.md} shows it. */
public final class ErrorCatalogue {

    private static final String HEAD = """
            # Errors

            Generated from the code; a test fails when the two differ. Every error is `application/problem+json`
            (RFC 9457): `type`, `title`, `status`, `detail`, `code`, `request_id`, for bad fields `errors` by field
            (each a `code` and a `message`), and what the table names. Branch on `code`: it is stable. `title`,
            `detail` and `message` are for people, in Russian or English by `Accept-Language`. 429 and 503 carry
            `Retry-After` in seconds.

            | Status | `code` | Means |
            |---|---|---|
            """;

    private final ProblemMessages messages;

    public ErrorCatalogue(ProblemMessages messages) {
        this.messages = messages;
    }

    /** The document, whole. */
    public String render() {
        var rows = Arrays.stream(FailureCode.values()).map(this::row).collect(Collectors.joining());
        return HEAD + rows;
    }

    private String row(FailureCode code) {
        return "| %d | `%s` | %s%s |\n"
                .formatted(code.status(), code.code(), messages.detail(code, Locale.ENGLISH), member(code));
    }

    private static String member(FailureCode code) {
        return code == FailureCode.CODE_WRONG ? " `attempts_left` says how many guesses remain." : "";
    }
}
