package io.ringkey.query.erasure;

import io.ringkey.eventstore.scrub.Scrub;
import java.time.InstantSource;
import java.util.Set;
import javax.sql.DataSource;

/** The reading side's tables, whose clear personal values are to leave the files when they are deleted. */
public final class ReadModelScrub {

    /** Ids, times, counts and positions; whatever else is made is scrubbed. */
    private static final Set<String> LEFT_ALONE = Set.of(
            "dismissed_question",
            "figure",
            "login_stream",
            "questioned_person",
            "referral",
            "referral_question",
            "replay",
            "replay_beside",
            "revoked_referral",
            "schema_history",
            "session_holder",
            "token_entry");

    private ReadModelScrub() {}

    /** @param connections as {@link Scrub} asks for them */
    public static Scrub of(DataSource connections, InstantSource clock) {
        return new Scrub(connections, "read_model", LEFT_ALONE, clock);
    }
}
