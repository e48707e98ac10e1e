package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.backup.BackupCommand;
import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import io.ringkey.standalone.support.SmsGateway;
import io.ringkey.standalone.support.Traces;
import io.ringkey.web.settings.Settings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import picocli.CommandLine;

/**
 * Of somebody who leaves nothing stays: not in the files of the database, which keep what was deleted until they are
 * scrubbed, nor in a dump of it, nor in a log.
 */
class ErasureIsWholeTest {

    private static final String ADDRESS = "2001:db8:5ca1:ab1e::d1";
    private static final String OTHER_ADDRESS = "198.51.100.231";
    private static final String CLIENT = "Quokka-Browser/77.3 (wombat; build zyx987)";
    private static final String OTHER_CLIENT = "Numbat-Reader/4.1 (echidna)";
    private static final String DEAD_CLIENT = "Bilby-Phone/0.9 (cannot be projected)";
    private static final String PHONE = "+79137654321";
    private static final String NEW_PHONE = "+79137654388";
    private static final String EMAIL = "zarathustra.q@wombat-mail.example";
    private static final String CITY = "Кудыкина Гора";
    private static final String TELEGRAM = "quokka_77713";
    private static final int SLICE = 48;

    /** Ids, words and codes of ours. Whatever else is text or bytes must say {@code SET STATISTICS 0}. */
    private static final List<String> HARMLESS = List.of(
            "account.role",
            "audit_inbox.about",
            "audit_inbox.what",
            "avatar.media_type",
            "avatar.name",
            "dead_letter.aggregate_identifier",
            "dead_letter.aggregate_identifier",
            "dead_letter.cause_type",
            "dead_letter.cause_type",
            "dead_letter.dead_letter_id",
            "dead_letter.dead_letter_id",
            "dead_letter.enqueued_at",
            "dead_letter.enqueued_at",
            "dead_letter.event_identifier",
            "dead_letter.event_identifier",
            "dead_letter.last_touched",
            "dead_letter.last_touched",
            "dead_letter.message_type",
            "dead_letter.message_type",
            "dead_letter.payload_revision",
            "dead_letter.payload_revision",
            "dead_letter.payload_type",
            "dead_letter.payload_type",
            "dead_letter.processing_group",
            "dead_letter.processing_group",
            "dead_letter.processing_started",
            "dead_letter.processing_started",
            "dead_letter.sequence_identifier",
            "dead_letter.sequence_identifier",
            "dead_letter.time_stamp",
            "dead_letter.time_stamp",
            "dead_letter.token",
            "dead_letter.token",
            "dead_letter.token_type",
            "dead_letter.token_type",
            "dead_letter.type",
            "dead_letter.type",
            "delivery.purpose",
            "dismissed_question.reason",
            "domain_event.payload_revision",
            "domain_event.payload_type",
            "domain_event.type",
            "done_once.what",
            "figure.name",
            "idempotency.content_type",
            "invite_code.code",
            "key.public_jwk",
            "key.purpose",
            "limit_stream.rule",
            "limit_window.rule",
            "login_entry.detail",
            "login_entry.what",
            "profile.avatar",
            "profile.invite_code",
            "profile.referral_code",
            "profile.role",
            "referral_question.kind",
            "replay.projection",
            "replay.state",
            "revoked_referral.reason");

    @TempDir
    private Path directory;

    // D1
    @Test
    void nothingOfAnErasedPersonStaysInFilesDumpsOrLogs() throws Exception {
        try (SmsGateway gateway = SmsGateway.start()) {
            var settings = new HashMap<>(gateway.settings());
            settings.put("RINGKEY_TRUSTED_PROXIES", "127.0.0.0/8");
            settings.put("RINGKEY_RESEND_AFTER", "PT1S");
            // So that a message that cannot be delivered is given up soon.
            settings.put("RINGKEY_CODE_TTL", "PT20S");
            try (RunningProgram program = RunningProgram.start(directory, settings)) {
                nothingStays(program, gateway);
            }
        }
    }

    private void nothingStays(RunningProgram program, SmsGateway gateway) throws Exception {
        Traces traces = Traces.of(List.of(
                PHONE.substring(1),
                NEW_PHONE.substring(1),
                EMAIL,
                CITY,
                CITY.toLowerCase(java.util.Locale.ROOT),
                TELEGRAM,
                ADDRESS,
                OTHER_ADDRESS,
                CLIENT,
                OTHER_CLIENT,
                DEAD_CLIENT));
        JdbcTemplate database = ProgramDatabase.embedded(directory);
        Person person = live(program, gateway, database, traces);

        database.execute("ANALYZE");
        assertThat(traces.in(statistics(database)))
                .as("in the planner's samples")
                .isEmpty();
        assertThat(sampled(database)).containsExactlyInAnyOrderElementsOf(HARMLESS);
        database.execute("CHECKPOINT");
        var before = traces.below(data(), outsideTheLog());
        assertThat(before.keySet())
                .as("in the clear before, so the search finds what is there")
                .anyMatch(trace -> trace.startsWith(PHONE.substring(1) + " as it is"))
                .anyMatch(trace -> trace.startsWith(CITY + " as it is"))
                .anyMatch(trace -> trace.startsWith("a slice of the picture"));
        assertThat(before.keySet())
                .as("a dead letter is encrypted as the record is, and its cause quotes nothing")
                .noneMatch(trace -> trace.startsWith(DEAD_CLIENT));
        assertThat(traces.in(dump(database))).isNotEmpty();
        assertThat(traces.below(data(), record(database)::contains))
                .as("in the table of events, before")
                .isEmpty();
        assertThat(traces.in(backup(database, "before")))
                .as("in a backup taken before")
                .isEmpty();
        assertThat(person.client().get("/api/users/me/export/").body()).contains(EMAIL, NEW_PHONE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> database.queryForList(
                                "SELECT convert_from(payload, 'UTF8')::jsonb ->> 'reason' FROM event_store.domain_event"
                                        + " WHERE payload_type = 'delivery.sending-failed'",
                                String.class)
                        .equals(List.of("status-502")));
        assertThat(gateway.failed()).isGreaterThan(1);

        assertThat(person.client().delete("/api/users/me/").status()).isEqualTo(204);
        database.execute("DROP FUNCTION read_model.refuse() CASCADE");
        // What could not be projected is taken again, and says nothing of them any more. At once: pauses have grown.
        database.execute("UPDATE read_model.dead_letter SET enqueued_at = last_touched WHERE last_touched IS NOT NULL");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        database.queryForObject("SELECT count(*) FROM read_model.dead_letter", Integer.class) == 0);
        assertThat(traces.in(dump(database))).as("in the tables").isEmpty();
        database.execute("CHECKPOINT");
        var erased = traces.below(data(), outsideTheLog());
        assertThat(erased).as("before the scrub the files still hold it").isNotEmpty();

        var logged = traces.below(data(), inTheLog());
        assertThat(logged)
                .as("a checkpoint alone leaves it in the write-ahead log")
                .isNotEmpty();

        Finished scrubbed = program.run("scrub");

        assertThat(scrubbed.exitCode()).as(scrubbed.output()).isZero();
        assertThat(traces.below(data(), outsideTheLog())).as("after the scrub").isEmpty();
        assertThat(traces.in(dump(database))).isEmpty();
        assertThat(traces.in(backup(database, "after"))).as("in a backup").isEmpty();
        assertThat(traces.in(program.output())).as("the log").isEmpty();
        assertThat(traces.below(data(), inTheLog()))
                .as("the write-ahead log, whose file the scrub has ended")
                .isEmpty();
        System.out.printf(
                "D1: places in files: before the erasure %d, after it %d, after the scrub 0;"
                        + " in the write-ahead log before the scrub %d, after it 0%n",
                before.size(), erased.size(), logged.size());
        System.out.println(scrubbed.output());
    }

    /** Everything that somebody can do who has something to hide. */
    private Person live(RunningProgram program, SmsGateway gateway, JdbcTemplate database, Traces traces)
            throws Exception {
        Client proxy = Client.of(program.url());
        Person inviter = gateway.signIn(proxy, "+79130070001");
        Client client = proxy.with("X-Forwarded-For", ADDRESS).with("User-Agent", CLIENT);
        gateway.expect(PHONE);
        client.post("/api/users/login/", Map.of("phone", PHONE));
        String wrong = Person.wrong(gateway.codeFor(PHONE));
        assertThat(client.post("/api/users/token/", Map.of("phone", PHONE, "password", wrong))
                        .status())
                .isEqualTo(401);
        Person person = Person.signIn(client, PHONE, gateway.codeFor(PHONE));
        change(person.client(), Map.of("email", EMAIL, "city", CITY, "telegram_id", "@" + TELEGRAM));
        change(person.client(), Map.of("referral_code", inviter.inviteCode()));
        Person invited = gateway.signIn(proxy, "+79130070002");
        change(invited.client(), Map.of("referral_code", person.inviteCode()));
        uploadPicture(program, person, traces);

        gateway.expect(NEW_PHONE);
        Answer asked = person.client().send("PATCH", "/api/users/me/", Map.of("phone", NEW_PHONE));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
        Answer changed = person.client().put("/api/users/me/phone/", Map.of("auth_code", gateway.codeFor(NEW_PHONE)));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);

        Client elsewhere = proxy.with("X-Forwarded-For", OTHER_ADDRESS).with("User-Agent", OTHER_CLIENT);
        assertThat(elsewhere
                        .post("/api/users/token/refresh/", Map.of("refresh", person.refresh()))
                        .status())
                .isEqualTo(200);
        gateway.fail(NEW_PHONE);
        cannotProject(database, proxy.with("User-Agent", DEAD_CLIENT));
        return person;
    }

    private static void change(Client client, Map<String, String> fields) {
        Answer changed = client.send("PATCH", "/api/users/me/", fields);
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    }

    /** Something that they do becomes a dead letter, and what the database says of it quotes them. */
    private static void cannotProject(JdbcTemplate database, Client client) {
        database.execute("""
                CREATE FUNCTION read_model.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'no room for %%', NEW.user_agent USING DETAIL = NEW.user_agent;
                END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON read_model.login_entry FOR EACH ROW
                    WHEN (NEW.user_agent = '%s') EXECUTE FUNCTION read_model.refuse()
                """.formatted(DEAD_CLIENT));
        client.post("/api/users/login/", Map.of("phone", NEW_PHONE));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> database.queryForObject("SELECT count(*) FROM read_model.dead_letter", Integer.class) > 0);
        // The writing side keeps them in the same way; this one for good, since nobody takes it.
        database.execute("""
                INSERT INTO command_state.dead_letter SELECT * FROM read_model.dead_letter;
                UPDATE command_state.dead_letter SET processing_group = 'of-nobody'
                """);
    }

    private static void uploadPicture(RunningProgram program, Person person, Traces traces) throws Exception {
        var picture = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        var noise = new Random(7);
        for (int at = 0; at < 256 * 256; at++) {
            picture.setRGB(at % 256, at / 256, noise.nextInt());
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        var form = new ByteArrayOutputStream();
        form.writeBytes(("--line\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"me.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(png.toByteArray());
        form.writeBytes("\r\n--line--\r\n".getBytes(StandardCharsets.US_ASCII));
        try (HttpClient http = HttpClient.newHttpClient()) {
            var uploaded = http.send(
                    HttpRequest.newBuilder(program.url().resolve("/api/users/me/"))
                            .header("Authorization", "Bearer " + person.access())
                            .header("Content-Type", "multipart/form-data; boundary=line")
                            .method("PATCH", BodyPublishers.ofByteArray(form.toByteArray()))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
            byte[] kept = http.send(
                            HttpRequest.newBuilder(URI.create(person.profile().text("avatar")))
                                    .header("Authorization", "Bearer " + person.access())
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
            assertThat(kept.length).isGreaterThan(20_000);
            for (int slice = 1; slice < 10; slice++) {
                int from = kept.length / 10 * slice;
                traces.add("a slice of the picture", Arrays.copyOfRange(kept, from, from + SLICE));
            }
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Predicate<Path> outsideTheLog() {
        return inTheLog().negate().and(file -> !file.startsWith(data().resolve("pg/binaries")));
    }

    private Predicate<Path> inTheLog() {
        return file -> file.startsWith(data().resolve("pg/cluster/pg_wal"));
    }

    private List<Path> record(JdbcTemplate database) {
        List<Path> files = database
                .queryForList(
                        "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relnamespace = 'event_store'::regnamespace"
                                + " AND relname LIKE 'domain_event%' AND relkind IN ('r', 'i')",
                        String.class)
                .stream()
                .map(file -> data().resolve("pg/cluster").resolve(file))
                .toList();
        assertThat(files).hasSizeGreaterThan(4).allMatch(Files::exists);
        return files;
    }

    /** A backup, as whoever finds it would unpack it. */
    private byte[] backup(JdbcTemplate database, String name) throws IOException {
        Path file = directory.resolve(name + ".backup");
        var settings = Settings.of(Map.of(
                "RINGKEY_MASTER_KEY",
                Files.readString(data().resolve("master.key")).strip()));
        int code = new CommandLine(new BackupCommand(
                        () -> settings,
                        read -> new OpenDatabase(Objects.requireNonNull(database.getDataSource()), read, () -> {})))
                .setOut(new PrintWriter(Writer.nullWriter()))
                .execute(file.toString());
        assertThat(code).isZero();
        var frames = ByteBuffer.wrap(Files.readAllBytes(file));
        frames.position("RINGKEY-BACKUP".length() + 1);
        var unpacked = new ByteArrayOutputStream();
        while (frames.hasRemaining()) {
            frames.get();
            byte[] deflated = new byte[frames.getInt()];
            frames.get(deflated);
            frames.getInt();
            try (var inflated = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
                inflated.transferTo(unpacked);
            }
        }
        assertThat(unpacked.toString(StandardCharsets.UTF_8)).contains("account.profile-changed", "gcm:");
        return unpacked.toByteArray();
    }

    private static String dump(JdbcTemplate database) {
        return database
                .queryForList(
                        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                                + " WHERE schemaname IN ('event_store', 'command_state', 'read_model')",
                        String.class)
                .stream()
                .flatMap(table -> database.queryForList("SELECT t::text FROM " + table + " t", String.class).stream())
                .collect(Collectors.joining("\n"));
    }

    /** Columns of text or bytes of which the server takes samples. */
    private static List<String> sampled(JdbcTemplate database) {
        return database.queryForList("""
                SELECT c.relname || '.' || a.attname
                  FROM pg_attribute a
                  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
                 WHERE c.relnamespace::regnamespace::text IN ('event_store', 'command_state', 'read_model')
                   AND c.relname NOT IN ('schema_history', 'scrubbed', 'token_entry')
                   AND a.attnum > 0 AND NOT a.attisdropped
                   AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bytea'::regtype, 'bytea[]'::regtype,
                                      'text[]'::regtype, 'jsonb'::regtype)
                   AND a.attstattarget IS DISTINCT FROM 0
                """, String.class);
    }

    private static String statistics(JdbcTemplate database) {
        return String.join("\n", database.queryForList("SELECT s::text FROM pg_stats s", String.class));
    }
}
