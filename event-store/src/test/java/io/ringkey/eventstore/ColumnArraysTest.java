package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ColumnArraysTest {

    private static final UUID ONE = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID ANOTHER = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.at(TestDatabase.freshUrl()));

    @Test
    void bringIdsHoweverTheyAreGiven() {
        assertThat(read("uuid", ONE, null, ANOTHER.toString()))
                .containsExactly(ONE.toString(), null, ANOTHER.toString());
        assertThat(read("uuid", ONE)).containsExactly(ONE.toString());
        assertThat(read("uuid")).isEmpty();
        assertThat(read("uuid", (Object) null)).containsExactly((String) null);
        assertThatThrownBy(() -> read("uuid", "none")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bringTimesAsTheDriverBringsASingleOne() {
        List<Instant> times = List.of(
                Instant.EPOCH,
                Instant.parse("1999-12-31T23:59:59.999999Z"),
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                Instant.parse("2026-01-02T03:04:05.678901499Z"),
                Instant.parse("2026-01-02T03:04:05.678901500Z"),
                Instant.parse("2026-01-02T03:04:05.999999999Z"),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59Z"));

        for (Instant time : times) {
            OffsetDateTime single = time.atOffset(ZoneOffset.UTC);
            String expected = jdbc.queryForObject("SELECT ?::timestamptz::text", String.class, single);

            assertThat(read("timestamptz", time, null, time.atOffset(ZoneOffset.ofHours(3))))
                    .as("%s", time)
                    .containsExactly(expected, null, expected);
        }
    }

    @Test
    void bringWhatElseThereIs() {
        assertThat(read("text", (Object[]) new String[] {"one", null, "{two}"})).containsExactly("one", null, "{two}");
        assertThat(read("bigint", (Object[]) new Long[] {1L, null})).containsExactly("1", null);
    }

    private List<@Nullable String> read(String type, @Nullable Object... values) {
        return jdbc.query(
                "SELECT value::text FROM unnest(?::" + type
                        + "[]) WITH ORDINALITY AS given (value, place) ORDER BY place",
                statement -> ColumnArrays.set(statement, 1, type, values),
                (row, number) -> row.getString(1));
    }
}
