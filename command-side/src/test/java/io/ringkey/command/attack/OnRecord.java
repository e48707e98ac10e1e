package io.ringkey.command.attack;

import io.ringkey.api.verification.DeviceClass;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What happened since a moment, read from the events alone. What the write side counts for itself is not looked at. */
final class OnRecord {

    private final RunningCommandSide app;
    private final long since;
    private final Map<String, Long> refusedBefore;

    private OnRecord(RunningCommandSide app) {
        this.app = app;
        this.since = app.jdbc()
                .sql("SELECT coalesce(max(global_index), 0) FROM event_store.domain_event")
                .query(Long.class)
                .single();
        this.refusedBefore = refusalsEver();
    }

    static OnRecord fromNowOn(RunningCommandSide app) {
        return new OnRecord(app);
    }

    /** A wrong code that was compared with the code of a live challenge. */
    record Guess(UUID stream, DeviceClass deviceClass, int length, Instant at) {}

    List<Guess> guesses() {
        return ofChallenges(
                "verification.wrong-code-given",
                "given_at",
                (challenge, at) -> new Guess(challenge.stream(), challenge.deviceClass(), challenge.length(), at));
    }

    /** A message that was ordered. */
    record Message(UUID challenge, DeviceClass deviceClass, Instant at) {}

    List<Message> messages() {
        OfChallenge<Message> message = (challenge, at) -> new Message(challenge.id(), challenge.deviceClass(), at);
        var first = ofChallenges("verification.code-requested", "requested_at", message);
        first.addAll(ofChallenges("verification.code-requested-again", "requested_at", message));
        return first;
    }

    record Challenge(UUID id, UUID stream, DeviceClass deviceClass, int length) {}

    private interface OfChallenge<T> {
        T happened(Challenge challenge, Instant at);
    }

    private <T> List<T> ofChallenges(String type, String time, OfChallenge<T> what) {
        return app.jdbc()
                .sql("""
                        WITH event AS (SELECT payload_type, global_index, convert_from(payload, 'UTF8')::jsonb AS body
                                         FROM event_store.domain_event WHERE global_index > :since)
                        SELECT asked.body ->> 'challenge' AS challenge, asked.body ->> 'stream' AS stream,
                               asked.body ->> 'device_class' AS device_class, asked.body ->> 'code_length' AS length,
                               event.body ->> :time AS at
                          FROM event JOIN event asked ON asked.payload_type = 'verification.code-requested'
                                                     AND asked.body ->> 'challenge' = event.body ->> 'challenge'
                         WHERE event.payload_type = :type ORDER BY event.global_index
                        """)
                .param("since", since)
                .param("time", time)
                .param("type", type)
                .query((row, number) -> what.happened(
                        new Challenge(
                                UUID.fromString(row.getString("challenge")),
                                UUID.fromString(row.getString("stream")),
                                DeviceClass.valueOf(row.getString("device_class")),
                                row.getInt("length")),
                        Instant.parse(row.getString("at"))))
                .list();
    }

    long limitEvents() {
        return app.jdbc()
                .sql(
                        "SELECT count(*) FROM event_store.domain_event WHERE global_index > ? AND payload_type LIKE 'limit.%'")
                .param(since)
                .query(Long.class)
                .single();
    }

    /** Calls that each rule refused; those of windows that are not over stand in no event yet. */
    Map<String, Long> refusals() {
        var refusals = refusalsEver();
        refusedBefore.forEach((rule, before) -> refusals.merge(rule, -before, Long::sum));
        refusals.values().removeIf(none -> none == 0);
        return refusals;
    }

    private Map<String, Long> refusalsEver() {
        var refusals = new TreeMap<String, Long>();
        app.jdbc().sql("""
                        SELECT rule, sum(refused)::bigint AS refused
                          FROM (SELECT rule, refused FROM command_state.limit_window
                                UNION ALL
                                SELECT event ->> 'rule', (event ->> 'refusals')::bigint
                                  FROM (SELECT convert_from(payload, 'UTF8')::jsonb AS event
                                          FROM event_store.domain_event
                                         WHERE payload_type = 'limit.refusals-counted') closed) one
                         GROUP BY rule
                        """).query(row -> {
            refusals.put(row.getString("rule"), row.getLong("refused"));
        });
        return refusals;
    }
}
