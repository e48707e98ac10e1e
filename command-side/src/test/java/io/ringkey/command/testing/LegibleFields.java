package io.ringkey.command.testing;

import io.ringkey.eventstore.PersonalFields;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps personal values as the program does, and notes beside the record, in {@code legible.field}, what each of them
 * means, so that a view of a test's own can be made of the record.
 */
public final class LegibleFields implements BeanPostProcessor {

    private final ObjectProvider<Settings> settings;

    LegibleFields(ObjectProvider<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof PersonalFields fields ? new Noting(fields, beside()) : bean;
    }

    /** Apart from the program's transactions: what a note is about may never be committed, and that does no harm. */
    private JdbcClient beside() {
        var jdbc = JdbcClient.create(TestDatabase.at(settings.getObject().text(Setting.DATABASE_URL)));
        jdbc.sql("CREATE SCHEMA IF NOT EXISTS legible").update();
        jdbc.sql("CREATE TABLE IF NOT EXISTS legible.field (kept text PRIMARY KEY, value text NOT NULL)")
                .update();
        return jdbc;
    }

    private record Noting(PersonalFields fields, JdbcClient jdbc) implements PersonalFields {

        @Override
        public @Nullable String seal(Place place, String value) {
            String kept = fields.seal(place, value);
            if (kept != null) {
                jdbc.sql("INSERT INTO legible.field VALUES (?, ?)")
                        .params(kept, value)
                        .update();
            }
            return kept;
        }

        @Override
        public @Nullable String open(Place place, String kept) {
            return fields.open(place, kept);
        }
    }
}
