package io.ringkey.command.inspection;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.eventstore.EventRecords.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which streams concern a number: its own, those of the person who holds it and of their sessions, and those of rules
 * that refused something about it.
 */
@Component
final class NumberStreams {

    private final PhoneNumbers numbers;
    private final JdbcClient jdbc;

    NumberStreams(PhoneNumbers numbers, DataSource dataSource) {
        this.numbers = numbers;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Streams that concern a number.
     *
     * @param number its own
     * @param holder the person who holds it, or {@code null}
     * @param all its own and the others
     */
    record Streams(UUID number, @Nullable UUID holder, List<UUID> all) {

        UUID about() {
            return holder == null ? number : holder;
        }

        /** The events of rules' streams concern other numbers too. */
        Condition onlyWhatConcernsIt() {
            return new Condition(
                    "(e.payload_type NOT LIKE 'limit.%'"
                            + " OR convert_from(e.payload, 'UTF8')::jsonb ->> 'number_stream' = ?)",
                    List.of(number.toString()));
        }

        Streams onlyOne(@Nullable UUID stream) {
            return stream == null
                    ? this
                    : new Streams(
                            number, holder, all.stream().filter(stream::equals).toList());
        }
    }

    /** Nothing when the number is not known, or no more. */
    Optional<Streams> of(PhoneNumber phone) {
        return numbers.find(phone).map(number -> {
            UUID own = number.stream().value();
            var streams = new ArrayList<UUID>();
            streams.add(own);
            streams.addAll(jdbc.sql("SELECT stream_id FROM command_state.refusal_of_number WHERE number_stream = ?")
                    .param(own)
                    .query(UUID.class)
                    .list());
            AccountId account = number.account();
            if (account != null) {
                streams.add(account.value());
                streams.addAll(sessionsOf(account, own));
            }
            return new Streams(own, account == null ? null : account.value(), streams);
        });
    }

    /** The rows of sessions that have long been over are gone; the number's own stream still names those it opened. */
    private List<UUID> sessionsOf(AccountId account, UUID number) {
        return jdbc.sql("""
                        SELECT session_id FROM command_state.session WHERE account_id = ?
                        UNION
                        SELECT (convert_from(payload, 'UTF8')::jsonb ->> 'session')::uuid
                          FROM event_store.domain_event
                         WHERE aggregate_identifier = ? AND payload_type = 'verification.code-verified'
                        """).params(account.value(), number).query(UUID.class).list();
    }
}
