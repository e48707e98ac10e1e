package io.ringkey.standalone.browser;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** One running program for everybody at a browser, with an admin, a moderator and people to look at. */
final class Pages {

    static final String ADMIN = "+79135550001";
    static final String MODERATOR = "+79135550002";

    private static final String OUTBOX_KEY = "a-key-for-looking-at-messages";
    private static final AtomicInteger NUMBER = new AtomicInteger(1000);

    private final RunningProgram program;
    private final JdbcTemplate database;

    private Pages(RunningProgram program, JdbcTemplate database) {
        this.program = program;
        this.database = database;
    }

    private static final class Holder {
        static final Pages PAGES = start("off").withModerator();
    }

    private static final class LimitedHolder {
        static final Pages PAGES = start("on");
    }

    private static Pages start(String limits) {
        try {
            Path directory = Files.createTempDirectory("ringkey-pages");
            var settings = ProgramDatabase.with(Map.of(
                    "RINGKEY_SMS_SENDER", "outbox",
                    "RINGKEY_OUTBOX_KEY", OUTBOX_KEY,
                    "RINGKEY_LIMITS", limits,
                    // Everybody here comes from one address.
                    "RINGKEY_NUMBERS_PER_ADDRESS_AN_HOUR", "0",
                    "RINGKEY_ADMIN_PHONE", ADMIN));
            var program = RunningProgram.start(directory, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                program.close();
                FileSystemUtils.deleteRecursively(directory.toFile());
            }));
            return new Pages(program, ProgramDatabase.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pages get() {
        return Holder.PAGES;
    }

    /** Those of a program that limits what can be asked for, as every real one does. */
    static Pages withLimits() {
        return LimitedHolder.PAGES;
    }

    private Pages withModerator() {
        Person moderator = signedIn(MODERATOR);
        var given = admin().client().put("/api/admin/users/" + moderator.id() + "/role/", Map.of("role", "moderator"));
        if (given.status() >= 300) {
            throw new IllegalStateException("no moderator: " + given);
        }
        return this;
    }

    String url() {
        String url = program.url().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** A number that nobody has used yet. */
    static String newNumber() {
        return "+7913555" + NUMBER.incrementAndGet();
    }

    /** Behind the program, for what takes days to come about by itself, or a fault. */
    JdbcTemplate database() {
        return database;
    }

    Client client() {
        return Client.of(program.url());
    }

    Person admin() {
        return signedIn(ADMIN);
    }

    /** Somebody who signed in with an application, not at a browser. */
    Person signedIn(String phone) {
        client().post("/api/users/login/", Map.of("phone", phone));
        return Person.signIn(client(), phone, codeOf(phone));
    }

    /** The newest code that was sent to a number, once there is one: it is sent after the answer. */
    String codeOf(String phone) {
        var outbox = client().with("Outbox-Key", OUTBOX_KEY);
        String path = "/outbox/latest?phone=" + URLEncoder.encode(phone, StandardCharsets.UTF_8);
        return Awaitility.await()
                .pollInSameThread()
                .until(() -> outbox.get(path).body().strip(), code -> code.matches("\\d{4,9}"));
    }

    /** Somebody brought by another. */
    Person broughtBy(Person inviter) {
        Person brought = signedIn(newNumber());
        brought.client()
                .put(
                        "/api/users/" + brought.id() + "/",
                        Map.of("phone", brought.phone(), "referral_code", inviter.inviteCode()));
        return brought;
    }

    /** Asks, as the watch would in a day, whether somebody brought these people on a device of their own. */
    String questionAbout(Person inviter, List<Person> people) {
        UUID question = UUID.nameUUIDFromBytes(inviter.id().getBytes(StandardCharsets.US_ASCII));
        database.update(
                "INSERT INTO read_model.referral_question VALUES (?, 'same-device', ?, ?, 1, 1, ?, now(), now(), now())",
                question,
                UUID.fromString(inviter.id()),
                people.size(),
                people.size());
        for (Person person : people) {
            database.update(
                    "INSERT INTO read_model.questioned_person VALUES (?, ?, 1, 1, true)",
                    question,
                    UUID.fromString(person.id()));
        }
        return "/admin/referrals/questions/" + question + "/";
    }

    Reader reader(Look look) {
        return new Reader(this, look);
    }

    /** Somebody of the staff at the desk. */
    Reader atTheDesk(String phone, Look look) {
        return reader(look).opens("/admin/").signsIn(phone);
    }
}
