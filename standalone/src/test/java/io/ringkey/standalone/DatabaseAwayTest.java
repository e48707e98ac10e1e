package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.Times;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away and comes back, under a program that goes on. */
class DatabaseAwayTest {

    /** Two seconds are waited for a connection at the most; the rest is the machine's. */
    private static final long ANSWERED_WITHIN_MILLIS = 3_000;

    private static final Duration HEALED_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @TempDir
    private Path cluster;

    // R7
    @Test
    void isAnsweredWith503AndHealsByItself() throws IOException {
        int port = RunningProgram.freePort();
        EmbeddedPostgres database = database(port);
        try (RunningProgram program = program(port)) {
            Client client = Client.of(program.url());
            Person person = Person.signIn(client, "+79130020001");

            database.close();
            for (String call : new String[] {"POST /api/users/login/", "GET /api/users/me/"}) {
                String[] methodAndPath = call.split(" ");
                var times = Times.of(5, () -> {
                    Answer away = person.client()
                            .send(
                                    methodAndPath[0],
                                    methodAndPath[1],
                                    methodAndPath[0].equals("POST") ? Map.of("phone", person.phone()) : null);
                    assertThat(away.status()).as("%s: %s", call, away).isEqualTo(503);
                    assertThat(away.text("code")).isEqualTo("try-later");
                    assertThat(away.header("Retry-After")).isPresent();
                });
                System.out.println(call + " while the database is away: " + times);
                assertThat(times.slowerThan(ANSWERED_WITHIN_MILLIS))
                        .as("%s: %s", call, times)
                        .isFalse();
            }

            database = database(port);
            long returned = System.nanoTime();
            Awaitility.await()
                    .atMost(HEALED_WITHIN)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        Answer back = person.profile();
                        return back.status() == 200;
                    });
            System.out.printf("read again %.1f s after the database was back%n", (System.nanoTime() - returned) / 1e9);
            Awaitility.await()
                    .atMost(HEALED_WITHIN)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Person.signIn(client, "+79130020002").profile().status() == 200);
        } finally {
            database.close();
        }
    }

    // R7: connections die within whatever is under way on them, alone or together with others.
    @Test
    void answersThoseWhoAreUnderWayWhenItGoes() throws IOException {
        int port = RunningProgram.freePort();
        EmbeddedPostgres database = database(port);
        try (RunningProgram program = program(port);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Client client = Client.of(program.url());
            Person person = Person.signIn(client, "+79130020001");
            var answers = new ConcurrentLinkedQueue<Answer>();
            var underWay = new AtomicBoolean(true);
            for (int caller = 0; caller < 16; caller++) {
                String phone = "+791300201" + (10 + caller);
                callers.execute(() -> {
                    while (underWay.get()) {
                        answers.add(client.post("/api/users/login/", Map.of("phone", phone)));
                        answers.add(person.profile());
                    }
                });
            }
            Awaitility.await().until(() -> answers.size() > 200);
            database.close();
            Awaitility.await().until(() -> answers.stream().anyMatch(answer -> answer.status() == 503));
            underWay.set(false);
            callers.close();

            assertThat(answers).extracting(Answer::status).as(program.output()).containsOnly(200, 503);
        } finally {
            database.close();
        }
    }

    private RunningProgram program(int port) {
        return RunningProgram.start(
                directory,
                Map.of(
                        "RINGKEY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                        "RINGKEY_DATABASE_USER", "postgres",
                        "RINGKEY_DATABASE_PASSWORD", "postgres",
                        "RINGKEY_MASTER_KEY", "5a".repeat(32),
                        "RINGKEY_SMS_SENDER", "echo",
                        "RINGKEY_LIMITS", "off"));
    }

    private EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .start();
    }
}
