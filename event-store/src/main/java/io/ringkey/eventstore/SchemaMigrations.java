package io.ringkey.eventstore;

import io.ringkey.api.CannotRun;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings one schema to this release's shape. Each schema is migrated by the side that owns it, with its own history. */
public final class SchemaMigrations {

    private SchemaMigrations() {}

    /**
     * Migrates a schema, making it where it is missing.
     *
     * @param schema the schema, which is also the folder of its migrations under {@code db/}
     * @param placeholders values for <code>${…}</code> in the migrations
     * @throws NewerSchema when the schema was migrated by a newer release
     */
    public static void migrate(DataSource dataSource, String schema, Map<String, String> placeholders) {
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .table("schema_history")
                .locations("classpath:db/" + schema)
                .placeholders(placeholders)
                // The history of a newer release is refused below, in words of our own.
                .ignoreMigrationPatterns("*:future")
                .load();
        refuseNewer(flyway, schema);
        flyway.migrate();
    }

    private static void refuseNewer(Flyway flyway, String schema) {
        for (var migration : flyway.info().all()) {
            if (migration.getState().isApplied() && !migration.getState().isResolved()) {
                throw new NewerSchema(schema);
            }
        }
    }

    /** The data was written by a newer release. */
    public static final class NewerSchema extends CannotRun {

        private static final long serialVersionUID = 1L;

        /** As for every database that will not do. */
        private static final int EXIT_CODE = 3;

        NewerSchema(String schema) {
            super(
                    "The database's schema " + schema
                            + " was written by a newer release of Ringkey; start that release, or restore an older backup.",
                    EXIT_CODE,
                    null);
        }
    }
}
