package io.ringkey.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For how long it is shown from which address, and with which client, somebody called. The record itself keeps it,
 * sealed, until the person is erased. Immutable and thread-safe.
 */
public final class LoginDetails {

    /** What these are called in events. */
    private static final Set<String> FIELDS = Set.of("address", "user_agent");

    private final @Nullable Duration kept;
    private final InstantSource clock;

    /** @param kept {@code null} where they are shown for as long as the person stays */
    public LoginDetails(@Nullable Duration kept, InstantSource clock) {
        this.kept = kept;
        this.clock = clock;
    }

    /** Whether they are ever too old to be shown. */
    public boolean areForgotten() {
        return kept != null;
    }

    /** The earliest time of which they are shown; earlier than anything on record where all are. */
    public Instant shownSince() {
        return kept == null ? Instant.EPOCH : clock.instant().minus(kept);
    }

    /** Whether they are shown of what happened then. */
    public boolean areShownOf(Instant time) {
        return !time.isBefore(shownSince());
    }

    static boolean include(String field) {
        return FIELDS.contains(field);
    }
}
