package io.ringkey.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class ViewPositionsFromAfarTest {

    private static final Duration SHORTLY = Duration.ofMillis(20);

    private final DataSource dataSource = TestDatabase.at(TestDatabase.freshUrl());
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final ViewPositionsFromAfar positions = new ViewPositionsFromAfar(dataSource);

    @BeforeEach
    void tokens() {
        jdbc.sql("CREATE SCHEMA read_model").update();
        jdbc.sql("CREATE TABLE read_model.token_entry (processor_name text, segment int, token bytea)")
                .update();
    }

    @Test
    void knowsWhatAViewHasSeen() {
        token(0, "{\"index\":10,\"gaps\":[7]}");

        assertThat(positions.await("profiles", 10, SHORTLY)).isTrue();
        assertThat(positions.await("profiles", 6, SHORTLY)).isTrue();
        assertThat(positions.await("profiles", 11, SHORTLY)).isFalse();
        assertThat(positions.await("profiles", 7, SHORTLY)).as("a gap").isFalse();
        assertThat(positions.await("logins", 1, SHORTLY)).isFalse();
    }

    @Test
    void waitsForEverySegment() {
        token(0, "{\"index\":10,\"gaps\":[]}");
        token(1, "{\"index\":8,\"gaps\":[]}");

        assertThat(positions.await("profiles", 8, SHORTLY)).isTrue();
        assertThat(positions.await("profiles", 9, SHORTLY)).isFalse();
    }

    @Test
    void looksIntoTheTokenOfAReplay() {
        token(0, "{\"tokenAtReset\":{\"index\":10,\"gaps\":[]},\"currentToken\":{\"index\":3,\"gaps\":[]}}");

        assertThat(positions.await("profiles", 3, SHORTLY)).isTrue();
        assertThat(positions.await("profiles", 4, SHORTLY)).isFalse();
    }

    @Test
    void isWokenWhenTheViewGetsThere() {
        token(0, "{\"index\":1,\"gaps\":[]}");
        var waiting = CompletableFuture.supplyAsync(() -> positions.await("profiles", 2, Duration.ofSeconds(20)));
        jdbc.sql("UPDATE read_model.token_entry SET token = ?")
                .param("{\"index\":2,\"gaps\":[]}".getBytes(StandardCharsets.UTF_8))
                .update();

        assertThat(waiting.join()).isTrue();
    }

    @Test
    void asksForAllWhoWaitAtOnce() {
        token(0, "{\"index\":1,\"gaps\":[]}");
        var asked = new AtomicInteger();
        var counting = new ViewPositionsFromAfar(new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                asked.incrementAndGet();
                return super.getConnection();
            }
        });

        long began = System.nanoTime();
        assertThat(Stream.generate(() -> CompletableFuture.supplyAsync(
                                () -> counting.await("profiles", 2, Duration.ofMillis(60)), Thread::startVirtualThread))
                        .limit(50)
                        .toList())
                .allMatch(waiting -> !waiting.join());

        long pauses = (System.nanoTime() - began) / ViewPositionsFromAfar.PAUSE_NANOS;
        assertThat((long) asked.get()).isLessThanOrEqualTo(pauses + 2);
    }

    @Test
    void doesNotInsistWhenThereIsNoViewAtAll() {
        jdbc.sql("DROP SCHEMA read_model CASCADE").update();

        assertThat(positions.await("profiles", 1, Duration.ofSeconds(20))).isFalse();
    }

    private void token(int segment, String json) {
        jdbc.sql("INSERT INTO read_model.token_entry VALUES ('profiles', ?, ?)")
                .params(segment, json.getBytes(StandardCharsets.UTF_8))
                .update();
    }
}
