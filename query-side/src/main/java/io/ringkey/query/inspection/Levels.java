package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.web.access.Inspections;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How much of events is shown: to admins masked, unless they ask for less, or on purpose for all of one thing; to
 * moderators that they happened. Safe for concurrent use.
 */
@Component
final class Levels {

    static final String PARAMETER = "payload";

    private final Inspections inspections;

    Levels(Inspections inspections) {
        this.inspections = inspections;
    }

    /**
     * Of many events of many people: never in full.
     *
     * @throws Failure {@code field.invalid} for more, or for a word that is none
     */
    static PayloadLevel ofMany(@Nullable String asked) {
        PayloadLevel level = read(asked);
        if (level == PayloadLevel.FULL) {
            throw Failure.invalid(PARAMETER, "payload.one-at-a-time");
        }
        return level;
    }

    /**
     * Of one event, or one stream. That it is shown in full is on record before it is.
     *
     * @throws Failure {@code role.missing} for more than the caller may see, {@code field.invalid} for a word that is none
     */
    PayloadLevel ofOne(@Nullable String asked, Caller caller, HttpServletRequest request) {
        boolean saysNothing = asked == null || asked.isEmpty();
        PayloadLevel level = read(asked);
        if (!caller.role().includes(Role.ADMIN)) {
            if (!saysNothing && level != PayloadLevel.NONE) {
                throw Failure.of(FailureCode.ROLE_MISSING);
            }
            return PayloadLevel.NONE;
        }
        if (level == PayloadLevel.FULL) {
            inspections.lookedInFull(caller, request);
        }
        return level;
    }

    private static PayloadLevel read(@Nullable String asked) {
        return switch (asked == null ? "" : asked) {
            case "", "masked" -> PayloadLevel.MASKED;
            case "none" -> PayloadLevel.NONE;
            case "full" -> PayloadLevel.FULL;
            default -> throw Failure.invalid(PARAMETER, "payload.unknown");
        };
    }
}
