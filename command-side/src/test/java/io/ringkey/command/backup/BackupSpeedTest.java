package io.ringkey.command.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.settings.Settings;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long a backup takes beside PostgreSQL's own COPY of the same rows. Of use with many of them. */
class BackupSpeedTest {

    private static final int EVENTS = Integer.getInteger("ringkey.backup-events", 2_000);
    private static final String KEY = "5a".repeat(MasterKey.BYTES);
    private static final MasterKey MASTER = new MasterKey(HexFormat.of().parseHex(KEY));
    private static final Settings SETTINGS = Settings.of(Map.of("RINGKEY_MASTER_KEY", KEY));

    @TempDir
    private Path directory;

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, SQLException;
    }

    @Test
    void manyEventsComeOutAndBackWhole() throws IOException, SQLException {
        String full = TestDatabase.freshUrl();
        fill(full);
        String byCopy = TestDatabase.freshUrl();
        CommandSideSchema.migrate(TestDatabase.at(byCopy), SETTINGS);
        String byRestore = TestDatabase.freshUrl();
        Path copy = directory.resolve("copy");
        Path backup = directory.resolve("backup");

        Duration copiedOut = timed(() -> copyOut(full, copy));
        Duration backedUp = timed(() -> new TakeBackup(TestDatabase.at(full), MASTER, "1").to(backup));
        Duration checked = timed(() -> new RestoreBackup(backup).check());
        Duration copiedIn = timed(() -> copyIn(byCopy, copy));
        Duration restored = timed(() -> new RestoreBackup(backup).into(TestDatabase.at(byRestore), SETTINGS, MASTER));

        assertThat(digest(byRestore)).isEqualTo(digest(full)).isEqualTo(digest(byCopy));
        System.out.printf(
                "%d events, %.1f MB as COPY has them, %.1f MB as a backup:%n"
                        + "  out: COPY %d ms, backup %d ms, ratio %.2f; check %d ms%n"
                        + "  in: COPY %d ms, restore %d ms, ratio %.2f%n",
                EVENTS,
                Files.size(copy) / 1e6,
                Files.size(backup) / 1e6,
                copiedOut.toMillis(),
                backedUp.toMillis(),
                (double) copiedOut.toNanos() / backedUp.toNanos(),
                checked.toMillis(),
                copiedIn.toMillis(),
                restored.toMillis(),
                (double) copiedIn.toNanos() / restored.toNanos());
    }

    /** Events of the usual size, half of it encrypted values, which no compression makes shorter. */
    private static void fill(String url) {
        CommandSideSchema.migrate(TestDatabase.at(url), SETTINGS);
        JdbcClient jdbc = JdbcClient.create(TestDatabase.at(url));
        jdbc.sql("INSERT INTO command_state.key (purpose, key_id, wrapped, made_at) VALUES ('code', 1, ?, now())")
                .param(MASTER.wrap(new byte[MasterKey.BYTES], MasterKey.place("code", 1)))
                .update();
        jdbc.sql("""
                        INSERT INTO event_store.domain_event
                               (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                                payload, meta_data)
                        SELECT gen_random_uuid(), gen_random_uuid(), 0, 'PhoneVerification', now(),
                               'verification.code-requested',
                               convert_to('{"challenge":"' || gen_random_uuid() || '","phone":{"subject":"'
                                       || gen_random_uuid() || '","value":"gcm:' || encode(sha512(n::text::bytea), 'base64')
                                       || '"},"address":{"subject":"' || gen_random_uuid() || '","value":"gcm:'
                                       || encode(sha256(n::text::bytea), 'base64') || '"},"device_class":"UNRECOGNISED",'
                                       || '"code_length":4,"requested_at":"2026-03-01T12:00:00Z"}', 'UTF8'),
                               convert_to('{"request_id":"' || gen_random_uuid() || '"}', 'UTF8')
                          FROM generate_series(1, ?) n
                        """).param(EVENTS).update();
    }

    private static void copyOut(String url, Path file) throws IOException, SQLException {
        try (Connection connection = TestDatabase.at(url).getConnection();
                var target = new FileOutputStream(file.toFile());
                var to = new BufferedOutputStream(target, 1 << 16)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY event_store.domain_event TO STDOUT (FORMAT binary)", to);
            to.flush();
            target.getFD().sync();
        }
    }

    private static void copyIn(String url, Path file) throws IOException, SQLException {
        try (Connection connection = TestDatabase.at(url).getConnection();
                InputStream from = Files.newInputStream(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY event_store.domain_event FROM STDIN (FORMAT binary)", from, 1 << 16);
        }
    }

    private static String digest(String url) {
        return JdbcClient.create(TestDatabase.at(url))
                .sql("SELECT count(*) || ' ' || sum(hashtextextended(e::text, 0)) FROM event_store.domain_event e")
                .query(String.class)
                .single();
    }

    private static Duration timed(Work work) throws IOException, SQLException {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
