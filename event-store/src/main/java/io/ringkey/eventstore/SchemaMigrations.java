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

    private static final String LATEST = "latest";

    private SchemaMigrations() {}

    /**
     * Migrates a schema, making it where it is missing.
     *
     * @param schema the schema, which is also the folder of its migrations under {@code db/}
     * @param placeholders values for <code>${…}</code> in the migrations
     * @throws NewerSchema when the schema was migrated by a newer release
     */
    public static void migrate(DataSource dataSource, String schema, Map<String, String> placeholders) {
        Flyway flyway = flyway(dataSource, schema, placeholders, LATEST);
        refuseNewer(flyway.info().all(), schema);
        flyway.migrate();
    }

    /**
     * Migrates schemas up to the shape of an earlier release: all of them, or none.
     *
     * @param versions of each schema the last migration to apply, as {@link #version} answered it
     * @throws NewerSchema when this release does not know one of those, or a schema is beyond those that it knows
     */
    public static void migrateTo(
            Map<String, String> versions, DataSource dataSource, Map<String, String> placeholders) {
        versions.forEach((schema, version) -> {
            MigrationInfo[] all =
                    flyway(dataSource, schema, placeholders, LATEST).info().all();
            refuseNewer(all, schema);
            if (Arrays.stream(all)
                    .noneMatch(
                            migration -> MigrationVersion.fromVersion(version).equals(migration.getVersion()))) {
                throw new NewerSchema(schema);
            }
        });
        versions.forEach((schema, version) ->
                flyway(dataSource, schema, placeholders, version).migrate());
    }

    /** The last migration that a schema has seen; nothing when it has seen none. */
    public static Optional<String> version(DataSource dataSource, String schema) {
        return Optional.ofNullable(
                        flyway(dataSource, schema, Map.of(), LATEST).info().current())
                .map(MigrationInfo::getVersion)
                .map(MigrationVersion::toString);
    }

    private static void refuseNewer(MigrationInfo[] all, String schema) {
        for (MigrationInfo migration : all) {
            if (migration.getState().isApplied() && !migration.getState().isResolved()) {
                throw new NewerSchema(schema);
            }
        }
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
