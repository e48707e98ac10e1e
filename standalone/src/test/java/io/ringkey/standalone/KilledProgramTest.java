package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under load, again and again: what was acknowledged is stored (R1). */
@Order(2)
class KilledProgramTest {

    private static final int KILLS = Integer.getInteger("ringkey.kills", 1);
    private static final String ADMIN = "+79130000002";
    private static final String GUESSED = Person.phone(701, 1);

    @TempDir
    private Path directory;

    // R1, C6
    @Test
    void losesNothingThatItAcknowledged() throws InterruptedException {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicInteger number = new AtomicInteger();
        RunningProgram program = RunningProgram.start(
                directory, Map.of("RINGKEY_SMS_SENDER", "echo", "RINGKEY_LIMITS", "off", "RINGKEY_ADMIN_PHONE", ADMIN));
        try (program) {
            for (int kill = 0; kill < KILLS; kill++) {
                AtomicBoolean stop = new AtomicBoolean();
                List<Thread> load = new ArrayList<>();
                for (int who = 0; who < 4; who++) {
                    load.add(Thread.startVirtualThread(() -> signInUntil(stop, program, number, acknowledged)));
                }
                int atLeast = acknowledged.size() + 20;
                while (acknowledged.size() < atLeast) {
                    Thread.onSpinWait();
                    Thread.sleep(5);
                }
                giveAWrongCode(Client.of(program.url()));
                program.kill();
                stop.set(true);
                for (Thread thread : load) {
                    thread.join();
                }
                program.start();
            }

            Person admin = Person.signIn(Client.of(program.url()), ADMIN);
            Set<String> stored = registered(admin);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20 * KILLS);
            assertThat(stored).containsAll(acknowledged);
            assertThat(admin.onRecord(GUESSED, "verification.wrong-code-given"))
                    .as("wrong codes on record")
                    .isEqualTo(KILLS);
        }
        assertThat(postgresProcesses(directory)).as("nothing is left behind").isEmpty();
    }

    private static void giveAWrongCode(Client client) {
        String code = Person.code(client, GUESSED);
        assertThat(client.post("/api/users/token/", Map.of("phone", GUESSED, "password", Person.wrong(code)))
                        .status())
                .isEqualTo(401);
    }

    private static void signInUntil(
            AtomicBoolean stop, RunningProgram program, AtomicInteger number, Queue<String> acknowledged) {
        Client client = Client.of(program.url());
        while (!stop.get()) {
            try {
                acknowledged.add(Person.signIn(client, Person.phone(700, number.incrementAndGet()))
                        .id());
            } catch (UncheckedIOException | IllegalStateException cutOff) {
                return;
            }
        }
    }

    private static Set<String> registered(Person admin) {
        Set<String> found = new HashSet<>();
        String cursor = "";
        do {
            Answer page = admin.client().get("/api/admin/events/?type=account.person-registered&limit=200" + cursor);
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            page.json()
                    .path("items")
                    .forEach(item -> found.add(item.path("stream").asString()));
            cursor = page.text("next") == null ? "" : "&cursor=" + page.text("next");
        } while (!cursor.isEmpty());
        return found;
    }

    private static List<String> postgresProcesses(Path directory) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("postgres") && command.contains(directory.toString()))
                .toList();
    }
}
