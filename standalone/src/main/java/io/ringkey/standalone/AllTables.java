package io.ringkey.standalone;

import io.ringkey.command.ScrubFiles.Schemas;
import io.ringkey.command.erasure.WriteSideScrub;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.eventstore.EventStoreConfiguration;
import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.eventstore.scrub.Scrub;
import io.ringkey.query.erasure.ReadModelScrub;
import io.ringkey.web.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The tables of both sides, beside a running program or not. */
final class AllTables implements Schemas {

    private final Database database;
    private final List<Scrub> scrubs;

    private AllTables(Database database, List<Scrub> scrubs) {
        this.database = database;
        this.scrubs = scrubs;
    }

    static AllTables open(Settings settings) {
        Database database = Database.visit(settings, new SecureRandomness());
        Database.Login login = database.login();
        DataSource connections = ConnectionPool.single(login.url(), login.user(), login.password());
        List<Scrub> all = new ArrayList<>(WriteSideScrub.of(connections, EventStoreConfiguration.systemTime()));
        all.add(ReadModelScrub.of(connections, EventStoreConfiguration.systemTime()));
        return new AllTables(database, List.copyOf(all));
    }

    @Override
    public List<Scrub> scrubs() {
        return scrubs;
    }

    @Override
    public void close() {
        database.close();
    }
}
