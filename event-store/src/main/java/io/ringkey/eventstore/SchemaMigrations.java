package io.ringkey.eventstore;

import io.ringkey.api.CannotRun;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

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
        migrate(dataSource, schema, placeholders, "latest");
    }

    /**
     * Migrates a schema up to the shape of an earlier release.
     *
     * @param version the last migration to apply, as {@link #version} answered it
     * @throws NewerSchema when this release does not know that migration, or the schema is beyond those that it knows
     */
    public static void migrateTo(
            String version, DataSource dataSource, String schema, Map<String, String> placeholders) {
        boolean known = Arrays.stream(flyway(dataSource, schema, placeholders, "latest")
                        .info()
                        .all())
                .anyMatch(migration -> MigrationVersion.fromVersion(version).equals(migration.getVersion())
                        && migration.getState().isResolved());
        if (!known) {
            throw new NewerSchema(schema);
        }
        migrate(dataSource, schema, placeholders, version);
    }

    /** The last migration that a schema has seen; nothing when it has seen none. */
    public static Optional<String> version(DataSource dataSource, String schema) {
        return Optional.ofNullable(
                        flyway(dataSource, schema, Map.of(), "latest").info().current())
                .map(MigrationInfo::getVersion)
                .map(MigrationVersion::toString);
    }

    private static void migrate(
            DataSource dataSource, String schema, Map<String, String> placeholders, String version) {
        Flyway flyway = flyway(dataSource, schema, placeholders, version);
        refuseNewer(flyway, schema);
        flyway.migrate();
    }

    private static Flyway flyway(
            DataSource dataSource, String schema, Map<String, String> placeholders, String version) {
        return Flyway.configure()
                .dataSource(dataSource)
                .target(version)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .table("schema_history")
                .locations("classpath:db/" + schema)
                .placeholders(placeholders)
                // The history of a newer release is refused below, in words of our own.
                .ignoreMigrationPatterns("*:future")
                .load();
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
