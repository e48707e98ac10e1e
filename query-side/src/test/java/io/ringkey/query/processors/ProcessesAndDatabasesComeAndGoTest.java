package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessesAndDatabasesComeAndGoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void anotherProcessTakesOverFromOneThatStops() {
        var first = RunningQuerySide.start();
        try (var second = SecondProcess.beside(first)) {
            TestPerson.registered(first);
            first.settle();
            List<String> before = owners(second);
            assertThat(before).isNotEmpty();
            first.close();
            long closed = System.nanoTime();
            assertThat(owners(second)).as("let go").doesNotContainAnyElementsOf(before);

            TestPerson.registered(second);

            await().atMost(PATIENCE).until(() -> profiles(second) == 2);
            System.out.printf("taken over after %.1f s%n", (System.nanoTime() - closed) / 1e9);
        }
    }

    @Test
    void anotherProcessTakesOverFromOneThatWasKilled() {
        try (var side = RunningQuerySide.start()) {
            side.settle();
            side.processor("profiles").shutDown();
            // As a process leaves it that had no time to let go.
            side.database().sql("""
                            UPDATE read_model.token_entry
                               SET owner = 'killed', timestamp = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                             WHERE processor_name = 'profiles'
                            """).update();
            long killed = System.nanoTime();
            side.processor("profiles").start();
            TestPerson.registered(side);

            await().atMost(PATIENCE).until(() -> profiles(side) == 1);
            System.out.printf("taken over from a killed process after %.1f s%n", (System.nanoTime() - killed) / 1e9);
        }
    }

    @Test
    void healsWhenALostDatabaseIsBack() throws IOException { // R7
        try (var writer = RunningQuerySide.start()) {
            writer.processor("profiles").shutDown();
            writer.processor("logins").shutDown();
            var address = URI.create(SecondProcess.url(writer).substring("jdbc:".length()));
            try (var wire = new Wire(address.getHost(), address.getPort());
                    var reader = SecondProcess.at(
                            SecondProcess.url(writer).replace(":" + address.getPort() + "/", ":" + wire.port() + "/"),
                            writer)) {
                TestPerson.registered(writer);
                await().atMost(PATIENCE).until(() -> profiles(writer) == 1);

                wire.cut();
                for (int i = 0; i < 10; i++) {
                    TestPerson.registered(writer);
                }
                await().pollDelay(Duration.ofSeconds(15)).atMost(PATIENCE).until(() -> profiles(writer) == 1);
                wire.mend();
                long back = System.nanoTime();

                await().atMost(PATIENCE).until(() -> profiles(writer) == 11);
                double seconds = (System.nanoTime() - back) / 1e9;
                System.out.printf("projecting again %.1f s after the database was back%n", seconds);
                assertThat(seconds).isLessThan(10);
                assertThat(reader.deadLetters()).isZero();
            }
        }
    }

    private static List<String> owners(RunningQuerySide side) {
        return side.database()
                .sql("SELECT DISTINCT owner FROM read_model.token_entry WHERE owner IS NOT NULL")
                .query(String.class)
                .list();
    }

    private static long profiles(RunningQuerySide side) {
        return side.database()
                .sql("SELECT count(*) FROM read_model.profile WHERE invite_code IS NOT NULL")
                .query(Long.class)
                .single();
    }
}
