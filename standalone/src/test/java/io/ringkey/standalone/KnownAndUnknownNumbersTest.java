package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.NeverMet;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks for a code does not hear whether anybody knows the number. */
class KnownAndUnknownNumbersTest {

    private static final int EACH = Integer.getInteger("ringkey.timings", 60);
    private static final int WARM_UP = 40;
    private static final double BEAT_MILLIS = 25;

    @TempDir
    private Path directory;

    // C14
    @Test
    void areAnsweredAlikeAndAfterTheSameTime() {
        try (RunningProgram program = RunningProgram.start(
                directory, ProgramDatabase.with(NeverMet.with(Map.of("RINGKEY_SMS_SENDER", "echo"))))) {
            Client client = Client.of(program.url());
            for (int number = 0; number < WARM_UP + EACH; number++) {
                Person.signIn(client, Person.phone(300, number));
            }
            double[] known = new double[EACH];
            double[] unknown = new double[EACH];
            for (int number = 0; number < WARM_UP + EACH; number++) {
                double ofKnown = timed(client, Person.phone(300, number));
                double ofUnknown = timed(client, Person.phone(301, number));
                if (number >= WARM_UP) {
                    known[number - WARM_UP] = ofKnown;
                    unknown[number - WARM_UP] = ofUnknown;
                }
            }
            double distance = distance(known, unknown);
            System.out.printf(
                    "%d each: medians %.2f and %.2f ms, Kolmogorov-Smirnov distance %.3f%n",
                    EACH, known[EACH / 2], unknown[EACH / 2], distance);
            // With so few calls the distance alone would not notice that nobody waits for the beat.
            assertThat(Math.min(known[0], unknown[0])).isGreaterThanOrEqualTo(BEAT_MILLIS);
            // What chance alone exceeds once in ten thousand times, and what is allowed beside it.
            assertThat(distance).isLessThan(0.05 + 2.2 * Math.sqrt(2.0 / EACH));
        }
    }

    private static double timed(Client client, String phone) {
        long start = System.nanoTime();
        Answer asked = client.post("/api/users/login/", Map.of("phone", phone));
        double took = (System.nanoTime() - start) / 1e6;
        assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
        assertThat(asked.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "challenge_id", "expires_in", "resend_after", "code_length", "attempts_left", "auth_code");
        return took;
    }

    /** The two-sample Kolmogorov-Smirnov distance. Sorts both. */
    private static double distance(double[] one, double[] other) {
        Arrays.sort(one);
        Arrays.sort(other);
        double most = 0;
        int at = 0;
        int otherAt = 0;
        while (at < one.length && otherAt < other.length) {
            double value = Math.min(one[at], other[otherAt]);
            while (at < one.length && one[at] <= value) {
                at++;
            }
            while (otherAt < other.length && other[otherAt] <= value) {
                otherAt++;
            }
            most = Math.max(most, Math.abs((double) at / one.length - (double) otherAt / other.length));
        }
        return most;
    }
}
