package io.ringkey.standalone;

import io.ringkey.api.Randomness;
import io.ringkey.standalone.postgres.DataDirectory;
import io.ringkey.standalone.postgres.DataKeys;
import io.ringkey.standalone.postgres.EmbeddedDatabase;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Where the program keeps its data: the embedded PostgreSQL, started while the rest gets ready, or one that the settings
 * name.
 */
final class Database implements AutoCloseable {

    private final Settings settings;
    private final @Nullable CompletableFuture<EmbeddedDatabase> embedded;

    private Database(Settings settings, @Nullable CompletableFuture<EmbeddedDatabase> embedded) {
        this.settings = settings;
        this.embedded = embedded;
    }

    /** For a program that stays. */
    static Database serve(Settings settings, Randomness randomness) {
        return open(settings, randomness, EmbeddedDatabase::serve);
    }

    /** For a command that is done soon, beside a running program or not. */
    static Database visit(Settings settings, Randomness randomness) {
        return open(settings, randomness, EmbeddedDatabase::visit);
    }

    private static Database open(
            Settings settings,
            Randomness randomness,
            BiFunction<DataDirectory, Randomness, EmbeddedDatabase> way) {
        if (!settings.embeddedDatabase()) {
            return new Database(settings, null);
        }
        var directory = new DataDirectory(settings.path(Setting.DATA_DIR));
        var keys = new DataKeys(directory, settings, randomness);
        Settings complete = settings.with(
                        Setting.MASTER_KEY, Base64.getEncoder().encodeToString(keys.masterKey()))
                .with(Setting.OUTBOX_KEY, keys.outboxKey());
        return new Database(complete, CompletableFuture.supplyAsync(() -> way.apply(directory, randomness), task -> {
            Thread.ofPlatform().name("embedded-postgres").daemon().start(task);
        }));
    }

    /** The settings, with the keys that the data directory holds. */
    Settings settings() {
        return settings;
    }

    /** Waits for the embedded database and tells how to reach it. */
    Login login() {
        if (embedded == null) {
            return new Login(
                    settings.text(Setting.DATABASE_URL),
                    settings.text(Setting.DATABASE_USER),
                    settings.text(Setting.DATABASE_PASSWORD));
        }
        EmbeddedDatabase database = started(embedded);
        return new Login(database.url(), database.user(), database.password());
    }

    /** Makes itself a bean of an application that is about to start. */
    void offerTo(SpringApplication application) {
        application.addInitializers((ApplicationContextInitializer<GenericApplicationContext>)
                starting -> starting.registerBean(Database.class, () -> this));
    }

    /** How to reach a database. */
    record Login(String url, String user, String password) {

        /** The password stays out of logs. */
        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    @Override
    public void close() {
        if (embedded != null && !embedded.isCompletedExceptionally()) {
            embedded.join().close();
        }
    }

    private static EmbeddedDatabase started(CompletableFuture<EmbeddedDatabase> starting) {
        try {
            return starting.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
