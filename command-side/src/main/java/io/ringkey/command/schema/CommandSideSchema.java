package io.ringkey.command.schema;

import io.ringkey.eventstore.MasterKeys;
import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.WrappedRows;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * The schemas that the write side owns. Whoever has this object may use them: they have this release's shape. Axon's
 * processors need not ask, since they start after every bean is made.
 */
@Component
public final class CommandSideSchema {

    private static final List<String> NAMES = List.of("event_store", "command_state");

    /**
     * Those of their tables whose rows are keys, wrapped by a master key. In the order in which they are wrapped anew: the
     * last is read whole at every start, so that nobody starts without a key that is still needed.
     */
    public static final List<WrappedRows> WRAPPED = List.of(
            WrappedRows.SUBJECT_KEYS, new WrappedRows("command_state", "key", "purpose || '-' || key_id", "text", ""));

    /** Without the right master keys nothing is written, so that an earlier release goes on with them. */
    CommandSideSchema(DataSource dataSource, Settings settings, MasterKeys keys) {
        WRAPPED.forEach(rows -> rows.refuseOtherKeys(dataSource, keys));
        migrate(dataSource, settings);
    }

    /** Brings the schemas to this release's shape. */
    public static void migrate(DataSource dataSource, Settings settings) {
        NAMES.forEach(schema -> SchemaMigrations.migrate(dataSource, schema, placeholders(settings)));
    }

    /**
     * Brings the schemas to the shape that they had with an earlier release, all or none.
     *
     * @param versions of each schema the last migration, as {@link #versions} answered it
     */
    public static void migrateTo(Map<String, String> versions, DataSource dataSource, Settings settings) {
        SchemaMigrations.migrateTo(versions, dataSource, placeholders(settings));
    }

    /** The last migration of each schema that has seen one. */
    public static Map<String, String> versions(DataSource dataSource) {
        Map<String, String> versions = new TreeMap<>();
        NAMES.forEach(schema ->
                SchemaMigrations.version(dataSource, schema).ifPresent(version -> versions.put(schema, version)));
        return versions;
    }

    private static Map<String, String> placeholders(Settings settings) {
        // Without a role of its own, the read side comes as the same one, and granting oneself does no harm.
        String queryRole = settings.optional(Setting.QUERY_DATABASE_USER)
                .or(() -> settings.optional(Setting.DATABASE_USER))
                .map(CommandSideSchema::quoted)
                .orElse("CURRENT_USER");
        return Map.of("query_role", queryRole);
    }

    private static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }
}
