package io.ringkey.command;

import io.ringkey.command.ScrubFiles.Schemas;
import io.ringkey.command.erasure.WriteSideScrub;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.eventstore.EventStoreConfiguration;
import io.ringkey.eventstore.scrub.Scrub;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.List;

/** The tables of the write side alone. */
record WriteSideTables(List<Scrub> scrubs) implements Schemas {

    static WriteSideTables open(Settings settings) {
        return new WriteSideTables(WriteSideScrub.of(
                ConnectionPool.single(
                        settings.text(Setting.DATABASE_URL),
                        settings.text(Setting.DATABASE_USER),
                        settings.text(Setting.DATABASE_PASSWORD)),
                EventStoreConfiguration.systemTime()));
    }

    @Override
    public void close() {
        // Each scrub closes the connection that it takes.
    }
}
