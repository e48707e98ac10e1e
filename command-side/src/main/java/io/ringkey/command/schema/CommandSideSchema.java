package io.ringkey.command.schema;

import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * The schemas that the write side owns. Whoever has this object may use them: they have this release's shape. Axon's
 * processors need not ask, since they start after every bean is made.
 */
@Component
public final class CommandSideSchema {

    CommandSideSchema(DataSource dataSource, Settings settings) {
        // Without a role of its own, the read side comes as the same one, and granting oneself does no harm.
        String queryRole = settings.optional(Setting.QUERY_DATABASE_USER)
                .or(() -> settings.optional(Setting.DATABASE_USER))
                .map(CommandSideSchema::quoted)
                .orElse("CURRENT_USER");
        for (String schema : new String[] {"event_store", "command_state"}) {
            SchemaMigrations.migrate(dataSource, schema, Map.of("query_role", queryRole));
        }
    }

    private static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }
}
