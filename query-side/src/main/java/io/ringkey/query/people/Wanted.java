package io.ringkey.query.people;

import io.ringkey.api.Failure;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleOrder;
import io.ringkey.api.people.PeopleQuery.FindPeople;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what callers want to see of the people. Safe for concurrent use. */
@Component
final class Wanted {

    /** The longest thing there is to search for is an email. */
    private static final int LONGEST_SEARCH = 254;

    private final String region;

    Wanted(Settings settings) {
        this.region = settings.text(Setting.DEFAULT_REGION);
    }

    /**
     * The query.
     *
     * @throws Failure {@code field.invalid} for the parameter that cannot be read
     */
    FindPeople of(
            @Nullable String search,
            @Nullable String role,
            @Nullable Boolean blocked,
            @Nullable String order,
            @Nullable String cursor,
            int limit,
            Role seenBy) {
        return new FindPeople(search(search), role(role), blocked, order(order), cursor, limit, seenBy);
    }

    private @Nullable String search(@Nullable String search) {
        if (search == null || search.isBlank()) {
            return null;
        }
        if (search.length() > LONGEST_SEARCH) {
            throw Failure.invalid("search", "too-long");
        }
        return PhoneNumber.parse(search.strip(), region).map(PhoneNumber::e164).orElse(search.strip());
    }

    private static @Nullable Role role(@Nullable String role) {
        if (role == null || role.isEmpty()) {
            return null;
        }
        try {
            return Role.ofWireName(role);
        } catch (IllegalArgumentException unknown) {
            throw Failure.invalid("role", "role.unknown");
        }
    }

    private static PeopleOrder order(@Nullable String order) {
        return order == null || order.isEmpty()
                ? PeopleOrder.NEWEST
                : WireNames.find(PeopleOrder.class, order).orElseThrow(() -> Failure.invalid("order", "invalid"));
    }
}
