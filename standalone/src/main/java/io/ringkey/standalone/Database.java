package io.ringkey.standalone;

import io.ringkey.api.Randomness;
import io.ringkey.standalone.postgres.CannotStart;
import io.ringkey.standalone.postgres.DataDirectory;
import io.ringkey.standalone.postgres.DataKeys;
import io.ringkey.standalone.postgres.EmbeddedDatabase;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** Where the program keeps its data: the embedded PostgreSQL, or one that the settings name. */
final class Database implements AutoCloseable {

    private final Settings settings;
    private final CompletableFuture<Login> login;
    private final @Nullable CompletableFuture<EmbeddedDatabase> embedded;

    private Database(Settings settings, Login login) {
        this.settings = settings;
        this.login = CompletableFuture.completedFuture(login);
        this.embedded = null;
    }

    private Database(Settings settings, CompletableFuture<EmbeddedDatabase> embedded) {
        this.settings = settings;
        this.login = embedded.thenApply(database -> new Login(database.url(), database.user(), database.password()));
        this.embedded = embedded;
    }

    /** How to reach a database. */
    record Login(String url, String user, String password) {

        /** The password stays out of logs. */
        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    /** For a program that stays: its database starts beside the rest of it, and is waited for where it is needed. */
    static Database serve(Settings settings, Randomness randomness) {
        return open(settings, randomness, directory -> {
            EmbeddedDatabase.Claim claim = EmbeddedDatabase.claim(directory);
            return CompletableFuture.supplyAsync(
                    () -> claim.start(randomness),
                    task -> Thread.ofPlatform().name("embedded-database").start(task));
        });
    }

    /** For a command that is done soon, beside a running program or not. */
    static Database visit(Settings settings, Randomness randomness) {
        return open(
                settings,
                randomness,
                directory -> CompletableFuture.completedFuture(EmbeddedDatabase.visit(directory, randomness)));
    }

    private static Database open(
            Settings settings,
            Randomness randomness,
            Function<DataDirectory, CompletableFuture<EmbeddedDatabase>> starting) {
        if (!settings.embeddedDatabase()) {
            return new Database(settings, reachable(settings));
        }
        var directory = new DataDirectory(settings.path(Setting.DATA_DIR));
        var keys = new DataKeys(directory, settings, randomness);
        Settings complete = keys.withMasterKeys()
                .with(Setting.OUTBOX_KEY, keys.outboxKey())
                .with(
                        Setting.ERASURE_LEDGER,
                        settings.optionalPath(Setting.ERASURE_LEDGER)
                                .orElse(directory.erased())
                                .toString());
        return new Database(complete, starting.apply(directory));
    }

    /** Asked before anything starts, so that the answer can be one sentence. */
    private static Login reachable(Settings settings) {
        var login = new Login(
                settings.text(Setting.DATABASE_URL),
                settings.text(Setting.DATABASE_USER),
                settings.text(Setting.DATABASE_PASSWORD));
        var properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", "10");
        try {
            DriverManager.getConnection(login.url(), properties).close();
            return login;
        } catch (SQLException refused) {
            throw new CannotStart("The database at " + login.url() + " cannot be used: " + oneLine(refused), refused);
        }
    }

    private static String oneLine(SQLException refused) {
        return String.valueOf(refused.getMessage()).replaceAll("\\s+", " ");
    }

    /** The settings, with the keys that the data directory holds. */
    Settings settings() {
        return settings;
    }

    /**
     * Waits for the database to be there.
     *
     * @throws CannotStart if it cannot be had; as a cause
     */
    Login login() {
        return login.join();
    }

    /** Makes itself a bean of an application that is about to start. */
    void offerTo(SpringApplication application) {
        application.addInitializers((ApplicationContextInitializer<GenericApplicationContext>)
                starting -> starting.registerBean(Database.class, () -> this));
    }

    @Override
    public void close() {
        if (embedded != null) {
            EmbeddedDatabase there =
                    embedded.exceptionally(neverStarted -> null).join();
            if (there != null) {
                there.close();
            }
        }
    }
}
