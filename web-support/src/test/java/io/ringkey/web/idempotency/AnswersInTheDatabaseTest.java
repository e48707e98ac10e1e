package io.ringkey.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountId;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.idempotency.IdempotencyRecords.Answer;
import io.ringkey.web.idempotency.IdempotencyRecords.Begin;
import io.ringkey.web.idempotency.IdempotencyRecords.Key;
import io.ringkey.web.sample.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class AnswersInTheDatabaseTest {

    private static final byte[] REQUEST = {1, 2, 3};
    private static final byte[] ANOTHER = {9};

    private final JdbcClient database = JdbcClient.create(TestDatabase.at(TestDatabase.freshUrl()));
    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final IdempotencyRecords records = new JdbcIdempotencyRecords(database, clock);
    private final Key key = new Key(new AccountId(new UUID(0, 1)), new byte[] {7});

    @BeforeEach
    void table() {
        database.sql("""
                        create schema command_state;
                        create table command_state.idempotency (
                            caller uuid not null, key_hash bytea not null, request_hash bytea not null,
                            status integer, body bytea, content_type text, created_at timestamptz not null,
                            primary key (caller, key_hash))
                        """).update();
    }

    @Test
    void areKeptForADay() {
        assertThat(records.begin(key, REQUEST)).isInstanceOf(Begin.Fresh.class);
        records.finish(key, new Answer(201, "application/json", new byte[] {5}));

        clock.forward(Duration.ofHours(24));
        assertThat(records.begin(key, REQUEST))
                .isInstanceOfSatisfying(
                        Begin.Answered.class,
                        kept -> assertThat(kept.answer())
                                .usingRecursiveComparison()
                                .isEqualTo(new Answer(201, "application/json", new byte[] {5})));
        assertThat(records.begin(key, ANOTHER)).isInstanceOf(Begin.KeyReused.class);

        clock.forward(Duration.ofSeconds(1));
        assertThat(records.begin(key, ANOTHER)).isInstanceOf(Begin.Fresh.class);
    }

    @Test
    void mayHaveNeitherTypeNorBody() {
        records.begin(key, REQUEST);
        records.finish(key, new Answer(204, null, new byte[0]));

        assertThat(records.begin(key, REQUEST))
                .isInstanceOfSatisfying(
                        Begin.Answered.class,
                        kept -> assertThat(kept.answer().contentType()).isNull());
    }

    @Test
    void areNotThereWhileTheCallIsUnderWay() {
        records.begin(key, REQUEST);

        assertThat(records.begin(key, REQUEST)).isInstanceOf(Begin.UnderWay.class);
        assertThat(records.begin(key, ANOTHER)).isInstanceOf(Begin.KeyReused.class);
    }

    @Test
    void areWaitedForNoLongerThanACallCanLive() {
        records.begin(key, REQUEST);

        clock.forward(IdempotencyRecords.GIVEN_UP_AFTER.plusSeconds(1));

        assertThat(records.begin(key, REQUEST)).isInstanceOf(Begin.Fresh.class);
    }

    @Test
    void canBeGivenUp() {
        records.begin(key, REQUEST);
        records.abandon(key);

        assertThat(records.begin(key, ANOTHER)).isInstanceOf(Begin.Fresh.class);
    }

    @Test
    void areClearedAwayWhenOld() {
        IntStream.range(0, 30).forEach(n -> records.begin(new Key(key.caller(), new byte[] {0, (byte) n}), REQUEST));

        clock.forward(Duration.ofHours(25));
        records.begin(key, REQUEST);
        records.begin(key, REQUEST);

        assertThat(database.sql("select count(*) from command_state.idempotency")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void haveOneAuthorUnderARace() throws Exception {
        try (var threads = Executors.newFixedThreadPool(16)) {
            Callable<Begin> begin = () -> records.begin(key, REQUEST);
            var outcomes = threads.invokeAll(
                    IntStream.range(0, 100).mapToObj(n -> begin).toList());
            int fresh = 0;
            for (var outcome : outcomes) {
                fresh += outcome.get() instanceof Begin.Fresh ? 1 : 0;
            }
            assertThat(fresh).isEqualTo(1);
        }
    }
}
