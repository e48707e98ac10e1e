package io.ringkey.command.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.CannotRun;
import io.ringkey.api.account.Role;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.OneSentence;
import io.ringkey.command.avatar.Files;
import io.ringkey.command.backup.Frames.TablePart;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Part;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.WrongMasterKey;
import io.ringkey.web.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine;

class BackupTest {

    private static final MasterKey MASTER = new MasterKey(Base64.getDecoder().decode(RunningCommandSide.MASTER_KEY));
    private static final MasterKey ANOTHER = new MasterKey(new byte[MasterKey.BYTES]);
    private static final Settings SETTINGS = Settings.of(Map.of("RINGKEY_MASTER_KEY", RunningCommandSide.MASTER_KEY));

    @TempDir
    private static Path directory;

    private static RunningCommandSide app;
    private static Path file;
    private static Person anna;
    private static Person boris;
    private static Person gone;
    private static String refresh;
    private static String waitingCode;
    private static byte[] picture;
    private static String restoredUrl;
    private static Map<Table, List<String>> rowsBefore;
    private static Map<Table, List<String>> restoredRows;
    private static Person moved;
    private static String movedTo;

    @BeforeAll
    static void takeOneOfALivelyDatabase() throws IOException {
        app = RunningCommandSide.start(Map.of());
        var people = new People(app);
        anna = people.somebody(Role.ADMIN);
        boris = people.somebody();
        gone = people.somebody();
        anna.form("PATCH", Part.text("city", "Семипалатинск"), Part.file("avatar", "me.png", Files.png(40, 40)));
        boris.patch(Map.of("referral_code", people.codeOf(anna.id()).value(), "email", "who-is-it@example.org"));
        moved = people.somebody();
        movedTo = RunningCommandSide.newPhone();
        String challenge = moved.patch(Map.of("phone", movedTo))
                .json()
                .get("phone_change")
                .get("challenge_id")
                .asString();
        assertThat(moved.call(
                                "PUT",
                                moved.path() + "phone/",
                                Map.of(
                                        "auth_code",
                                        app.bean(Deliveries.class)
                                                .code(ChallengeId.parse(challenge))
                                                .orElseThrow()))
                        .status())
                .isEqualTo(200);
        app.clock().advance(Duration.ofMinutes(10));
        Answer code = app.askForCode(gone.phone());
        app.postToken(gone.phone(), RunningCommandSide.wrong(code.text("auth_code")));
        assertThat(anna.call("DELETE", gone.path()).status()).isEqualTo(204);
        Answer tokens = app.signIn(boris.phone());
        refresh = tokens.text("refresh");
        app.clock().advance(Duration.ofMinutes(2));
        waitingCode = app.askForCode(boris.phone()).text("auth_code");
        picture = app.jdbc()
                .sql("SELECT picture FROM command_state.avatar")
                .query(byte[].class)
                .single();
        await().until(() -> app.jdbc()
                        .sql("SELECT count(*) FROM command_state.delivery WHERE sends_done < sends_wanted")
                        .query(Long.class)
                        .single()
                == 0);
        rowsBefore = rows(app.jdbc());
        file = directory.resolve("lively.backup");

        new TakeBackup(TestDatabase.at(app.databaseUrl()), MASTER, "1").to(file);
        restoredUrl = TestDatabase.freshUrl();
        restore(restoredUrl);
        restoredRows = rows(JdbcClient.create(TestDatabase.at(restoredUrl)));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void peopleGoOnInARestoredDatabase() {
        try (RunningCommandSide restored = RunningCommandSide.start(restoredUrl, Map.of())) {
            restored.clock().advance(Duration.ofMinutes(12));
            Person annaThere = new Person(restored, anna.id(), anna.phone(), anna.access());
            assertThat(annaThere.call("GET", "/.well-known/jwks.json").toString())
                    .isEqualTo(app.get("/.well-known/jwks.json").toString());
            assertThat(annaThere.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
            assertThat(restored.jdbc()
                            .sql("SELECT max(global_index) - ? FROM event_store.domain_event")
                            .param(new RestoreBackup(file).header().lastPosition())
                            .query(Long.class)
                            .single())
                    .as("events after those of the backup")
                    .isPositive();
            assertThat(restored.refresh(refresh).status()).isEqualTo(200);
            assertThat(restored.postToken(boris.phone(), waitingCode).status())
                    .as("a code that was asked for before")
                    .isEqualTo(401);
            // It cannot be sent again either: nobody knows it any more.
            restored.clock().advance(Duration.ofMinutes(6));
            Answer again = restored.signIn(boris.phone());
            assertThat(again.text("user_id")).isEqualTo(boris.id().toString());
            assertThat(new Person(restored, boris.id(), boris.phone(), again.text("access"))
                            .patch(Map.of(
                                    "referral_code",
                                    new People(restored).codeOf(anna.id()).value()))
                            .status())
                    .as("the code that was applied before")
                    .isEqualTo(200);
            assertThat(restored.signIn(movedTo).text("user_id"))
                    .isEqualTo(moved.id().toString());
            assertThat(restored.signIn(gone.phone()).text("user_id"))
                    .as("whoever holds the erased person's number is somebody new")
                    .isNotEqualTo(gone.id().toString());
            assertThat(restored.jdbc()
                            .sql("SELECT picture FROM command_state.avatar")
                            .query(byte[].class)
                            .single())
                    .isEqualTo(picture);
        }
    }

    @Test
    void everyTableThatIsHeldIsTheSame() {
        for (Table table : Table.values()) {
            List<String> rows = restoredRows.get(table);
            if (table.way() == Table.Way.NOT_AT_ALL) {
                assertThat(rows).as(table.fullName()).isEmpty();
            } else {
                assertThat(rows)
                        .as(table.fullName())
                        .containsExactlyElementsOf(rowsBefore.get(table).stream()
                                .filter(row -> table != Table.KEY || !row.startsWith("(tombstone,"))
                                .toList());
            }
        }
        assertThat(restoredRows.get(Table.DOMAIN_EVENT)).hasSizeGreaterThan(20);
        assertThat(app.jdbc()
                        .sql("SELECT count(*) FROM command_state.tombstone")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void indexesAndConstraintsAreThoseOfANewDatabase() {
        String sql = """
                SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                 WHERE connamespace = ANY (ARRAY['event_store', 'command_state']::regnamespace[])
                 UNION ALL
                SELECT indexdef FROM pg_indexes WHERE schemaname IN ('event_store', 'command_state')
                 ORDER BY 1
                """;
        assertThat(JdbcClient.create(TestDatabase.at(restoredUrl))
                        .sql(sql)
                        .query(String.class)
                        .list())
                .hasSizeGreaterThan(40)
                .isEqualTo(app.jdbc().sql(sql).query(String.class).list());
    }

    @Test
    void isOfOneMomentHoweverLongItTakes() throws Exception {
        var database = TestDatabase.at(restoredUrl);
        JdbcClient jdbc = JdbcClient.create(database);
        List<Long> before = inEventsAndAccounts(jdbc);
        Path slow = directory.resolve("slow.backup");

        Map<String, Long> rows;
        try (var connection = database.getConnection();
                var busy = Executors.newSingleThreadExecutor()) {
            var writer = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            connection.setAutoCommit(false);
            // Which is copied after the events and before the accounts.
            writer.sql("LOCK TABLE event_store.subject_key").update();
            var backup = busy.submit(() -> new TakeBackup(database, MASTER, "1").to(slow));
            await().until(() -> jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database()))")
                    .query(Boolean.class)
                    .single());
            writer.sql("INSERT INTO command_state.account (account_id, subject, created_at)"
                            + " VALUES (gen_random_uuid(), gen_random_uuid(), now())")
                    .update();
            connection.commit();
            rows = backup.get();
        }

        assertThat(List.of(rows.get(Table.DOMAIN_EVENT.fullName()), rows.get(Table.ACCOUNT.fullName())))
                .isEqualTo(before);
        assertThat(inEventsAndAccounts(jdbc)).isNotEqualTo(before);
    }

    private static List<Long> inEventsAndAccounts(JdbcClient jdbc) {
        return Stream.of(Table.DOMAIN_EVENT, Table.ACCOUNT)
                .map(table -> jdbc.sql("SELECT count(*) FROM " + table.fullName())
                        .query(Long.class)
                        .single())
                .toList();
    }

    private static Map<Table, List<String>> rows(JdbcClient jdbc) {
        var rows = new EnumMap<Table, List<String>>(Table.class);
        for (Table table : Table.values()) {
            rows.put(
                    table,
                    jdbc.sql("SELECT t::text FROM " + table.fullName() + " t ORDER BY 1")
                            .query(String.class)
                            .list());
        }
        return rows;
    }

    // D1
    @Test
    void holdsNothingPersonalThatCanBeRead() throws IOException {
        byte[] inside = inflated();

        assertThat(contains(inside, "account.person-registered")).isTrue();
        for (String personal : List.of(
                anna.phone().substring(2),
                boris.phone().substring(2),
                gone.phone().substring(2),
                "Семипалатинск",
                "who-is-it",
                "127.0.0.1",
                "Java-http-client")) {
            assertThat(contains(inside, personal)).as(personal).isFalse();
        }
        assertThat(indexOf(inside, Arrays.copyOfRange(picture, 20, 60))).isNegative();
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(java.nio.file.Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("lively.backup.part")).doesNotExist();
    }

    @Test
    void whatWasCutOffOrChangedIsRefusedAndNothingWritten() throws IOException {
        byte[] whole = java.nio.file.Files.readAllBytes(file);
        String url = TestDatabase.freshUrl();
        int step = Math.max(1, whole.length / 60);
        for (int at = 0; at < whole.length; at += step) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            for (byte[] bad : List.of(Arrays.copyOf(whole, at), changed)) {
                Path broken = java.nio.file.Files.write(directory.resolve("broken"), bad);
                assertThatThrownBy(() -> new RestoreBackup(broken).check())
                        .as("at %d", at)
                        .isInstanceOf(BackupRefused.class);
            }
        }
        Path longer = java.nio.file.Files.write(directory.resolve("broken"), Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> new RestoreBackup(longer).into(TestDatabase.at(url), SETTINGS, MASTER))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("damaged or cut off");
        assertThat(schemas(url)).isEmpty();
    }

    @Test
    void anotherMasterKeyIsRefusedAndNothingWritten() {
        String url = TestDatabase.freshUrl();

        assertThatThrownBy(() -> new RestoreBackup(file).into(TestDatabase.at(url), SETTINGS, ANOTHER))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("another master key")
                .extracting(thrown -> ((CannotRun) thrown).exitCode())
                .isEqualTo(2);
        assertThat(schemas(url)).isEmpty();
        assertThatThrownBy(() ->
                        new TakeBackup(TestDatabase.at(app.databaseUrl()), ANOTHER, "1").to(directory.resolve("none")))
                .isInstanceOf(WrongMasterKey.class);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void oneThatWasTakenWhileAMasterKeyReplacedAnotherNeedsBoth() {
        Path between = directory.resolve("between");
        MasterKeys both = MasterKeys.of(ANOTHER, MASTER);
        new TakeBackup(TestDatabase.at(app.databaseUrl()), both, "1").to(between);
        String url = TestDatabase.freshUrl();
        assertThat(new RestoreBackup(between).check().header().masterKey()).startsWith(ANOTHER.id());

        assertThatThrownBy(() -> new RestoreBackup(between).into(TestDatabase.at(url), SETTINGS, MASTER))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining(ANOTHER.fingerprint());
        assertThat(schemas(url)).isEmpty();
        assertThatThrownBy(() -> new RestoreBackup(between).into(TestDatabase.at(url), SETTINGS, ANOTHER))
                .isInstanceOf(WrongMasterKey.class)
                .hasMessageContaining("does not hold the key that keys in this database are wrapped with");
        assertThat(JdbcClient.create(TestDatabase.at(url))
                        .sql("SELECT count(*) FROM event_store.domain_event")
                        .query(Long.class)
                        .single())
                .isZero();
        new RestoreBackup(between).into(TestDatabase.at(url), SETTINGS, MasterKeys.of(MASTER, ANOTHER));
        assertThat(rows(JdbcClient.create(TestDatabase.at(url))).get(Table.SUBJECT_KEY))
                .isEqualTo(rows(app.jdbc()).get(Table.SUBJECT_KEY));
    }

    @Test
    void whatSomebodyWithoutTheMasterKeyHasMadeIsRefused() throws IOException {
        Path forged = directory.resolve("forged");
        try (var from = new BackupReader(file);
                var to = new BackupWriter(java.nio.file.Files.newOutputStream(forged), from.header())) {
            for (TablePart part = from.nextTable(); part != null; part = from.nextTable()) {
                try (InputStream rows = from.rows();
                        var copied = to.table(part)) {
                    rows.transferTo(copied);
                }
                to.endOfTable(from.count());
            }
            to.finish(ANOTHER);
        }
        String url = TestDatabase.freshUrl();

        assertThat(new RestoreBackup(forged).check().rows())
                .isEqualTo(new RestoreBackup(file).check().rows());
        assertThatThrownBy(() -> new RestoreBackup(forged).into(TestDatabase.at(url), SETTINGS, MASTER))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("changed by somebody");
        assertThat(schemas(url)).isEmpty();
    }

    @Test
    void aDatabaseThatIsInUseIsRefusedAndLeftAsItIs() {
        long events = app.count("account.person-registered");

        assertThatThrownBy(() -> new RestoreBackup(file).into(TestDatabase.at(app.databaseUrl()), SETTINGS, MASTER))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("is not empty")
                .extracting(thrown -> ((CannotRun) thrown).exitCode())
                .isEqualTo(3);
        assertThat(app.count("account.person-registered")).isEqualTo(events);
    }

    @Test
    void oneOfAnEarlierReleaseIsBroughtToThisOnesShape() throws IOException {
        String url = TestDatabase.freshUrl();
        String earlier = TestDatabase.freshUrl();
        var schemas = Map.of("event_store", "2", "command_state", "40");
        CommandSideSchema.migrateTo(schemas, TestDatabase.at(earlier), SETTINGS);
        Path old = directory.resolve("old");
        try (var to = new BackupWriter(
                java.nio.file.Files.newOutputStream(old),
                new Header("0", Instant.EPOCH, "15", schemas, 0, MASTER.fingerprint()))) {
            to.table(new TablePart("event_store.domain_event", List.of("global_index")))
                    .close();
            to.endOfTable(0);
            to.finish(MASTER);
        }

        assertThatThrownBy(() -> new RestoreBackup(old).into(TestDatabase.at(url), SETTINGS, MASTER))
                .as("rows that are none")
                .isInstanceOf(RuntimeException.class);
        assertThat(CommandSideSchema.versions(TestDatabase.at(url))).isEqualTo(schemas);

        restore(url, old, "COPY event_store.domain_event (global_index) TO STDOUT (FORMAT binary)", earlier);
        assertThat(CommandSideSchema.versions(TestDatabase.at(url)))
                .isEqualTo(CommandSideSchema.versions(TestDatabase.at(app.databaseUrl())));
    }

    private static void restore(String url, Path old, String empty, String earlier) throws IOException {
        Header header = new RestoreBackup(old).header();
        try (var to = new BackupWriter(java.nio.file.Files.newOutputStream(old), header);
                var connection = TestDatabase.at(earlier).getConnection()) {
            try (var rows = to.table(new TablePart("event_store.domain_event", List.of("global_index")))) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut(empty, rows);
            }
            to.endOfTable(0);
            to.finish(MASTER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        restore(url, old);
    }

    @Test
    void oneOfANewerReleaseIsRefused() throws IOException {
        Path newer = directory.resolve("newer");
        try (var to = new BackupWriter(
                java.nio.file.Files.newOutputStream(newer),
                new Header(
                        "9",
                        Instant.EPOCH,
                        "18",
                        Map.of("event_store", "2", "command_state", "999"),
                        0,
                        MASTER.fingerprint()))) {
            to.table(new TablePart("event_store.domain_event", List.of("global_index")))
                    .close();
            to.endOfTable(0);
            to.finish(MASTER);
        }
        String url = TestDatabase.freshUrl();

        assertThatThrownBy(() -> restore(url, newer))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("newer release");
        assertThat(schemas(url)).isEmpty();
    }

    @Test
    void theCommandsSayWhatTheyDidAndExitAsTheySay() {
        Path another = directory.resolve("another.backup");
        String url = TestDatabase.freshUrl();

        assertThat(run(app.databaseUrl(), "backup", another.toString()))
                .isEqualTo("0 " + another + " holds " + events() + " events, 3 people, " + rows() + " rows in all.");
        assertThat(run(app.databaseUrl(), "backup", another.toString())).startsWith("2 The file ");
        assertThat(run(url, "check-backup", another.toString()))
                .startsWith("0 " + another + " is whole: " + events() + " events, 3 people, ")
                .contains("event_store.subject_key");
        assertThat(run(url, "restore", another.toString()))
                .isEqualTo("0 Restored " + events() + " events, 3 people, " + rows() + " rows in all.");
        assertThat(run(url, "restore", another.toString())).startsWith("3 The database is not empty");
        assertThat(run(url, "restore", "/no/such/file")).startsWith("2 The file ");
        assertThat(run(TestDatabase.freshUrl(), "backup", directory.resolve("x").toString()))
                .startsWith("3 There is nothing to back up");
    }

    private static long events() {
        return app.jdbc()
                .sql("SELECT count(*) FROM event_store.domain_event")
                .query(Long.class)
                .single();
    }

    private static long rows() {
        return new RestoreBackup(file)
                .check().rows().values().stream().mapToLong(Long::longValue).sum();
    }

    private static String run(String url, String... arguments) {
        var text = new StringWriter();
        var out = new PrintWriter(text, true);
        OpenDatabase.Opening opening = settings -> new OpenDatabase(TestDatabase.at(url), settings, () -> {});
        int code = new CommandLine(CommandLine.Model.CommandSpec.create())
                .addSubcommand(new BackupCommand(() -> SETTINGS, opening))
                .addSubcommand(new RestoreCommand(() -> SETTINGS, opening))
                .addSubcommand(new CheckBackupCommand())
                .setExecutionExceptionHandler(new OneSentence())
                .setOut(out)
                .setErr(out)
                .execute(arguments);
        return code + " " + text.toString().strip();
    }

    private static void restore(String url) {
        restore(url, file);
    }

    private static void restore(String url, Path backup) {
        new RestoreBackup(backup).into(TestDatabase.at(url), SETTINGS, MASTER);
    }

    private static List<String> schemas(String url) {
        return JdbcClient.create(TestDatabase.at(url))
                .sql("SELECT nspname::text FROM pg_namespace WHERE nspname IN ('event_store', 'command_state')")
                .query(String.class)
                .list();
    }

    private static byte[] inflated() throws IOException {
        var all = new ByteArrayOutputStream();
        try (var backup = new BackupReader(file)) {
            all.writeBytes(Frames.JSON.writeValueAsBytes(backup.header()));
            for (TablePart part = backup.nextTable(); part != null; part = backup.nextTable()) {
                backup.rows().transferTo(all);
                backup.count();
            }
        }
        return all.toByteArray();
    }

    private static boolean contains(byte[] bytes, String text) {
        return indexOf(bytes, text.getBytes(StandardCharsets.UTF_8)) >= 0;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
