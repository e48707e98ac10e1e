package io.ringkey.command.backup;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that nothing of Ringkey has been put into: at the most a restore that failed has made its tables. */
final class EmptyDatabase {

    private static final String MIGRATIONS = "schema_history";

    private final JdbcClient jdbc;

    EmptyDatabase(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** @throws BackupRefused when there is something in it */
    void orRefuse() {
        for (Named table : tables()) {
            // Into those of the read side this role may not look; it makes them at its first start.
            if (table.schema().equals("read_model") || hasRows(table)) {
                throw BackupRefused.notEmpty(table.toString());
            }
        }
    }

    private record Named(String schema, String name) {

        @Override
        public String toString() {
            return schema + "." + name;
        }
    }

    private List<Named> tables() {
        return jdbc.sql("""
                        SELECT schemaname, tablename FROM pg_tables
                         WHERE schemaname IN ('event_store', 'command_state', 'read_model') AND tablename <> ?
                         ORDER BY schemaname, tablename
                        """)
                .param(MIGRATIONS)
                .query((row, number) -> new Named(row.getString(1), row.getString(2)))
                .list();
    }

    private boolean hasRows(Named table) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM " + table + ")")
                .query(Boolean.class)
                .single();
    }
}
