package io.ringkey.command.erasure;

import io.ringkey.eventstore.scrub.Scrub;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** The write side's tables, whose keys, numbers, pictures and answers are to leave the files when they are deleted. */
public final class WriteSideScrub {

    /** Ids, times, counts and words of ours; whatever else is made is scrubbed. */
    private static final Set<String> STATE_LEFT_ALONE = Set.of(
            "account",
            "audit_inbox",
            "brought_before",
            "invite_code",
            "limit_stream",
            "phone_change",
            "referral",
            "refusal_of_number",
            "schema_history",
            "token_entry",
            "wrong_invite");

    /** Of the record nothing is ever deleted: what is personal in it goes with the keys. */
    private static final Set<String> RECORD_LEFT_ALONE = Set.of("domain_event", "schema_history");

    private WriteSideScrub() {}

    /** @param connections as {@link Scrub} asks for them */
    public static List<Scrub> of(DataSource connections, InstantSource clock) {
        return List.of(
                new Scrub(connections, "event_store", RECORD_LEFT_ALONE, clock),
                new Scrub(connections, "command_state", STATE_LEFT_ALONE, clock));
    }
}
