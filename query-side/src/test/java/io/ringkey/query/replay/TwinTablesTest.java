package io.ringkey.query.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class TwinTablesTest {

    private JdbcTemplate jdbc;
    private TwinTables tables;

    @BeforeEach
    void aTableWithIndexes() {
        jdbc = new JdbcTemplate(new SingleConnectionDataSource(TestDatabase.freshUrl(), true));
        for (String sql : List.of(
                "CREATE SCHEMA read_model",
                "CREATE TABLE read_model.note (id bigint PRIMARY KEY, owner bigint, place text, at timestamptz)",
                "CREATE UNIQUE INDEX note_place ON read_model.note (place)",
                "CREATE INDEX note_of_owner ON read_model.note (owner)",
                "CREATE INDEX note_by_time ON read_model.note (at DESC, id) WHERE owner IS NOT NULL")) {
            jdbc.execute(sql);
        }
        tables = new TwinTables(jdbc, List.of("note"), List.of("note_of_owner"));
    }

    @Test
    void lackTheIndexesOfReadersUntilTheEnd() {
        tables.make();

        assertThat(indexes(TwinTables.twin("note"))).hasSize(3).noneMatch(index -> index.contains("at DESC"));
        assertThat(tables.fitSoFar()).isTrue();
        assertThat(tables.fit()).isFalse();

        tables.complete();

        assertThat(indexes(TwinTables.twin("note")))
                .hasSize(4)
                .anyMatch(index -> index.contains("(at DESC, id) WHERE"));
        assertThat(tables.fit()).isTrue();
    }

    @Test
    void areCompletedOnce() {
        tables.make();
        tables.complete();
        tables.complete();

        assertThat(indexes(TwinTables.twin("note"))).hasSize(4);
    }

    @Test
    void takeTheirPlaceWithTheIndexesAndNamesThatWereThere() {
        List<String> before = indexes("read_model.note");
        tables.make();
        jdbc.execute("INSERT INTO " + TwinTables.twin("note") + " VALUES (1, 2, 'here', now())");
        tables.complete();

        tables.takePlace();

        assertThat(jdbc.queryForList("SELECT place FROM read_model.note", String.class))
                .containsExactly("here");
        assertThat(indexes("read_model.note")).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void doNotFitAnyMoreWhenAnIndexIsMadeMeanwhile() {
        tables.make();
        jdbc.execute("CREATE UNIQUE INDEX note_of_all ON read_model.note (owner, place)");

        assertThat(tables.fitSoFar()).isFalse();
    }

    private List<String> indexes(String table) {
        return jdbc.queryForList(
                "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ?::regclass", String.class, table);
    }
}
