package io.ringkey.command.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.settings.Settings;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EveryTableIsDecidedUponTest {

    @Test
    void whetherABackupHoldsATableIsSaidOfEachThatThereIs() {
        var database = TestDatabase.at(TestDatabase.freshUrl());
        CommandSideSchema.migrate(database, Settings.of(Map.of()));

        assertThat(JdbcClient.create(database)
                        .sql("SELECT table_schema || '.' || table_name FROM information_schema.tables"
                                + " WHERE table_schema NOT IN ('information_schema', 'pg_catalog')"
                                + " AND table_type = 'BASE TABLE' AND table_name <> 'schema_history'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Table.values()).map(Table::fullName).toList());
    }
}
