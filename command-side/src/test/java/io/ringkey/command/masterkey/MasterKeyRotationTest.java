package io.ringkey.command.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.CannotRun;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.WrappedRows;
import io.ringkey.eventstore.WrongMasterKey;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.settings.WrittenKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class MasterKeyRotationTest {

    private static final String OLD = "01".repeat(32);
    private static final String SPARE = "0f".repeat(32);
    private static final String LATER = "02".repeat(32);
    private static final Duration NOTICE = Duration.ofSeconds(7);
    private static final int SUBJECTS = Integer.getInteger("ringkey.subjects", 1_200);

    private static final String INSERT =
            "INSERT INTO event_store.subject_key (subject, wrapped, made_at) VALUES (?, ?, now())";

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Path file;

    private static DataSource database;
    private static SingleConnectionDataSource connection;
    private static JdbcClient jdbc;

    @BeforeAll
    static void migrate() {
        // Whoever waits for a lock here waits for the test itself.
        String url = TestDatabase.freshUrl() + "&options=-c%20lock_timeout=5s";
        database = TestDatabase.at(url);
        CommandSideSchema.migrate(database, Settings.of(Map.of()));
        connection = new SingleConnectionDataSource(url, true);
        jdbc = JdbcClient.create(connection);
    }

    @AfterAll
    static void close() {
        connection.destroy();
    }

    @BeforeEach
    void noKeysAndTheFileOfTheFirst() throws IOException {
        jdbc.sql("TRUNCATE event_store.subject_key, command_state.key").update();
        file = Files.writeString(directory.resolve("master.key"), OLD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** What the program is when it is killed. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aNewKeyIsAnnouncedThenUsedThenWrapsEverything() throws IOException {
        Set<UUID> subjects = subjects(3, key(OLD));
        put("cookie", 1, key(OLD));
        putOfBefore("code", 2);
        var seen = new ArrayList<WrittenKeys>();

        rotation(time -> {
                    assertThat(time).isEqualTo(NOTICE);
                    assertThat(wrappedBy(key(OLD)))
                            .as("nothing is wrapped anew yet")
                            .isEqualTo(4);
                    seen.add(written());
                })
                .rotate(NOTICE);

        assertThat(seen).hasSize(2);
        String fresh = seen.getFirst().next();
        assertThat(seen.getFirst().keys()).as("while it is announced").containsExactly(OLD);
        assertThat(seen.getLast()).as("while it is used").isEqualTo(new WrittenKeys(List.of(fresh, OLD), null));
        assertThat(written()).isEqualTo(seen.getLast());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(opened(key(fresh)))
                .hasSize(5)
                .containsAll(subjects.stream().map(UUID::toString).toList());
        assertThat(opened(key(OLD))).as("by the old key alone").isEmpty();
        assertThatThrownBy(() -> CommandSideSchema.WRAPPED.forEach(rows -> rows.refuseOtherKeys(database, key(OLD))))
                .isInstanceOf(WrongMasterKey.class)
                .hasMessageContaining(key(fresh).id());
        assertThat(String.join("\n", said))
                .contains(key(fresh).id(), key(OLD).id(), "5 keys were wrapped anew", "--forget-old")
                .doesNotContain(OLD, fresh);

        rotation().forgetOlder();

        assertThat(written()).isEqualTo(new WrittenKeys(List.of(fresh), null));
        assertThat(directory)
                .isDirectoryContaining(path -> path.equals(file))
                .isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void itGoesOnWhereItWasKilled() {
        subjects(3, key(OLD));
        var keysSeen = new HashSet<String>();
        for (int pause = 1; pause <= 2; pause++) {
            int last = pause;
            pauses.clear();
            assertThatThrownBy(() -> rotation(time -> {
                                if (pauses.size() == last) {
                                    throw new Killed();
                                }
                            })
                            .rotate(NOTICE))
                    .isInstanceOf(Killed.class);
            WrittenKeys left = written();
            keysSeen.add(left.next() == null ? left.keys().getFirst() : left.next());
            assertThat(wrappedBy(key(OLD))).isEqualTo(3);
        }
        assertThat(written().next()).isNull();
        // And half of it done.
        String fresh = written().keys().getFirst();
        jdbc.sql("DELETE FROM event_store.subject_key WHERE subject ="
                        + " (SELECT subject FROM event_store.subject_key LIMIT 1)")
                .update();
        subjects(1, key(fresh));

        rotation().rotate(NOTICE);

        keysSeen.add(written().keys().getFirst());
        assertThat(keysSeen).as("one new key in all").hasSize(1);
        assertThat(written().keys()).containsExactly(fresh, OLD);
        assertThat(opened(key(fresh))).hasSize(3);

        rotation().rotate(NOTICE);
        assertThat(written().keys()).as("the next one is another").hasSize(3).endsWith(fresh, OLD);
    }

    @Test
    void whoIsErasedMeanwhileStaysErased() throws SQLException {
        UUID gone = subjects(1, key(OLD)).iterator().next();
        Set<UUID> others = subjects(2, key(OLD));
        try (Connection before = database.getConnection();
                Connection erasing = database.getConnection()) {
            before.setAutoCommit(false);
            erasing.setAutoCommit(false);
            // Has written something when the rotation begins to wrap anew.
            UUID late = UUID.randomUUID();
            put(late, key(OLD), client(before));
            rotation(time -> {
                        if (time.equals(NOTICE)) {
                            return;
                        }
                        try {
                            if (!before.isClosed()) {
                                erase(gone, client(erasing));
                                before.commit();
                                before.close();
                            } else {
                                assertThat(wrappedBy(key(OLD)))
                                        .as("whom somebody else has locked is not waited for")
                                        .isEqualTo(1);
                                erasing.commit();
                            }
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .rotate(NOTICE);

            assertThat(wrapped(gone)).isNull();
            assertThat(opened(current()))
                    .as("what came late is wrapped anew as well")
                    .contains(late.toString())
                    .hasSize(1 + others.size());
        }
    }

    @Test
    void erasuresOfManyAtOnceAreNeverUndoneAndNeverFail() throws InterruptedException {
        var subjects = new ArrayList<>(subjects(SUBJECTS, key(OLD)));
        subjects.sort((one, other) -> other.toString().compareTo(one.toString()));
        List<UUID> erased = new ArrayList<>();
        var failures = new ArrayList<Throwable>();
        Thread eraser = new Thread(() -> {
            try (Connection connection = database.getConnection()) {
                var single = new SingleConnectionDataSource(connection, true);
                var transaction = new TransactionTemplate(new JdbcTransactionManager(single));
                for (int at = 0; at + 4 < SUBJECTS; at += 40) {
                    List<UUID> some = subjects.subList(at, at + 4);
                    transaction.executeWithoutResult(
                            status -> some.forEach(subject -> erase(subject, JdbcClient.create(single))));
                    erased.addAll(some);
                }
            } catch (SQLException | RuntimeException failed) {
                failures.add(failed);
            }
        });

        long from = System.nanoTime();
        rotation(time -> {
                    if (pauses.size() == 2) {
                        eraser.start();
                    }
                })
                .rotate(NOTICE);
        long rotated = System.nanoTime();
        eraser.join();
        long looked = System.nanoTime();
        WrappedRows.SUBJECT_KEYS.refuseOtherKeys(database, current());
        System.out.printf(
                "%d keys wrapped anew, a tenth of them erased meanwhile: %d ms; the look at a start: %d ms%n",
                SUBJECTS,
                Duration.ofNanos(rotated - from).toMillis(),
                Duration.ofNanos(System.nanoTime() - looked).toMillis());

        assertThat(failures).isEmpty();
        assertThat(erased).hasSize(SUBJECTS / 10);
        assertThat(jdbc.sql("SELECT count(*) FROM event_store.subject_key WHERE wrapped IS NULL")
                        .query(Integer.class)
                        .single())
                .isEqualTo(erased.size());
        assertThat(opened(current())).hasSize(SUBJECTS - erased.size());
    }

    @Test
    void olderKeysAreKeptWhileTheyAreNeeded() throws IOException {
        subjects(1, key(OLD));
        Files.writeString(file, LATER + "\n" + OLD + "\n");
        assertStops(() -> rotation().forgetOlder(), "1 keys are still wrapped by an older master key");
        Files.writeString(file, OLD + "\nnext:" + LATER + "\n");
        assertStops(() -> rotation().forgetOlder(), "not in use yet");
        assertThat(written().next()).isEqualTo(LATER);
        Files.writeString(file, LATER + "\n");
        assertThatThrownBy(() -> rotation().rotate(NOTICE)).isInstanceOf(WrongMasterKey.class);
        assertThat(written()).as("no key is made then").isEqualTo(new WrittenKeys(List.of(LATER), null));
    }

    @Test
    void keysOfASettingAreLeftToTheOperator() {
        subjects(2, key(OLD));
        var rotation = new MasterKeyRotation(
                database,
                () -> WrittenKeys.parse(LATER + "," + OLD),
                null,
                new SecureRandomness(),
                pauses::add,
                said::add);
        assertStops(rotation::forgetOlder, "2 keys are still wrapped");

        rotation.rotate(NOTICE);
        rotation.forgetOlder();

        assertThat(pauses).isEmpty();
        assertThat(opened(key(LATER))).hasSize(2);
        assertThat(String.join("\n", said)).contains("is a setting", "take it out of the setting in every process");
    }

    @Test
    void itStopsForWhatDoesNotEnd() throws SQLException {
        subjects(1, key(OLD));
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            erase(UUID.randomUUID(), client(other));
            put(UUID.randomUUID(), key(OLD), client(other));
            assertStops(() -> rotation().rotate(NOTICE), "has not ended yet");
            other.rollback();
        }
        assertThat(written().keys()).hasSize(2);
        try (Connection another = database.getConnection()) {
            client(another)
                    .sql("SELECT pg_advisory_lock(hashtext('ringkey rotate-master-key'))")
                    .query()
                    .listOfRows();
            assertStops(() -> rotation().rotate(NOTICE), "Another rotate-master-key");
        }
        rotation().rotate(NOTICE);
        assertThat(written().keys()).hasSize(2);
        assertThat(opened(current())).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReplacedIsSaidBeforeAnythingIsDone() {
        subjects(1, key(OLD));
        var rotation = new MasterKeyRotation(
                database,
                this::written,
                new MasterKeyFile(directory.resolve("nowhere/master.key")),
                new SecureRandomness(),
                pauses::add,
                said::add);

        assertThatThrownBy(() -> rotation.rotate(NOTICE))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("cannot be replaced by this user")
                .extracting(thrown -> ((CannotRun) thrown).exitCode())
                .isEqualTo(2);
        assertThat(said).isEmpty();
        assertThat(wrappedBy(key(OLD))).isEqualTo(1);
    }

    private static void assertStops(Runnable doing, String because) {
        assertThatThrownBy(doing::run)
                .isInstanceOf(RotationStopped.class)
                .hasMessageContaining(because)
                .extracting(thrown -> ((CannotRun) thrown).exitCode())
                .isEqualTo(1);
    }

    private MasterKeyRotation rotation() {
        return rotation(time -> {});
    }

    private MasterKeyRotation rotation(Consumer<Duration> meanwhile) {
        return new MasterKeyRotation(
                database,
                this::written,
                new MasterKeyFile(file),
                new SecureRandomness(),
                time -> {
                    pauses.add(time);
                    meanwhile.accept(time);
                },
                said::add);
    }

    private WrittenKeys written() {
        try {
            return WrittenKeys.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MasterKey current() {
        return key(written().keys().getFirst());
    }

    private static MasterKey key(@Nullable String written) {
        return new MasterKey(
                written.length() == 64
                        ? HexFormat.of().parseHex(written)
                        : Base64.getDecoder().decode(written));
    }

    private Set<UUID> subjects(int count, MasterKey by) {
        var subjects = new HashSet<UUID>();
        List<Object[]> rows = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            UUID subject = UUID.randomUUID();
            rows.add(new Object[] {subject, wrappedBy(by, subject)});
            subjects.add(subject);
        }
        new JdbcTemplate(connection).batchUpdate(INSERT, rows);
        return subjects;
    }

    private static void put(UUID subject, MasterKey by, JdbcClient jdbc) {
        jdbc.sql(INSERT).params(subject, wrappedBy(by, subject)).update();
    }

    private static byte[] wrappedBy(MasterKey key, UUID subject) {
        return oneOfSeveral(key).wrap(secret(subject), MasterKey.place("subject", subject));
    }

    private void put(String purpose, int id, MasterKey by) {
        put(purpose, id, oneOfSeveral(by).wrap(secret(purpose), MasterKey.place(purpose, id)));
    }

    /** Wrapped by the old key while it was alone, so that no key is named. */
    private void putOfBefore(String purpose, int id) {
        put(purpose, id, key(OLD).wrap(secret(purpose), MasterKey.place(purpose, id)));
    }

    private static MasterKeys oneOfSeveral(MasterKey key) {
        return MasterKeys.of(key, key(SPARE));
    }

    private void put(String purpose, int id, byte[] wrapped) {
        jdbc.sql("INSERT INTO command_state.key (purpose, key_id, wrapped, made_at) VALUES (?, ?, ?, now())")
                .params(purpose, id, wrapped)
                .update();
    }

    private static void erase(UUID subject, JdbcClient jdbc) {
        jdbc.sql("UPDATE event_store.subject_key SET wrapped = NULL WHERE subject = ?")
                .param(subject)
                .update();
    }

    private byte @Nullable [] wrapped(UUID subject) {
        return jdbc.sql("SELECT wrapped FROM event_store.subject_key WHERE subject = ?")
                .param(subject)
                .query((row, number) -> new byte @Nullable [][] {row.getBytes(1)})
                .single()[0];
    }

    private long wrappedBy(MasterKey key) {
        return opened(key).stream().filter(id -> !id.equals("code")).count();
    }

    /** Which keys this one alone opens, by subject or purpose, each holding what it held from the start. */
    private List<String> opened(MasterKeys keys) {
        var opened = new ArrayList<String>();
        jdbc.sql("SELECT 'subject' AS kind, subject::text AS id, subject::text AS what, wrapped"
                        + " FROM event_store.subject_key WHERE wrapped IS NOT NULL UNION ALL"
                        + " SELECT purpose, key_id::text, purpose, wrapped FROM command_state.key")
                .query(row -> {
                    keys.unwrap(row.getBytes("wrapped"), MasterKey.place(row.getString("kind"), row.getString("id")))
                            .ifPresent(secret -> {
                                assertThat(secret).isEqualTo(secret(row(row, "what")));
                                opened.add(row(row, "what"));
                            });
                });
        return opened;
    }

    private static String row(java.sql.ResultSet row, String column) {
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] secret(Object of) {
        return Arrays.copyOf(of.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), MasterKey.BYTES);
    }

    private static JdbcClient client(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }
}
