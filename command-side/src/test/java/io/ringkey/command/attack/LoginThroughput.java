package io.ringkey.command.attack;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.InTheClear;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What sign-ins in a second cost: every limit evaluated, and none so low that it refuses, against limits off; and personal
 * values of events encrypted, each person being new, against left in the clear. Both run by turns on one database server, and medians are compared. Answers to who asks for a code
 * leave at beats of 25 ms where limits are on, and at once where they are off; so many clients sign in at once that the
 * processor decides and not the beat. A measurement, which asserts nothing but that everybody is let in.
 */
class LoginThroughput {

    private static final int CLIENTS = Integer.getInteger("ringkey.bench-clients", 24);
    private static final int SIGN_INS = Integer.getInteger("ringkey.bench-sign-ins", 1000);
    private static final int ROUNDS = Integer.getInteger("ringkey.bench-rounds", 7);

    private static final String NEVER_MET = "1000000";
    private static final String MOST_OF_A_NUMBER = "50";

    @Test
    void withEveryLimitEvaluatedAgainstLimitsOff() {
        List<String> phones = somebodies();
        try (var clients = Executors.newFixedThreadPool(CLIENTS);
                var limited = RunningCommandSide.start(Map.of(
                        "SENDS_AN_HOUR", MOST_OF_A_NUMBER, "SENDS_A_DAY", MOST_OF_A_NUMBER, "DAILY_SENDS", NEVER_MET));
                var free = RunningCommandSide.start(Map.of("LIMITS", "off"))) {
            signInAll(limited, phones, clients);
            signInAll(free, phones, clients);
            compare("every limit evaluated", limited, "limits off", free, () -> phones, clients);
        }
    }

    @Test
    void withPersonalValuesEncryptedAgainstInTheClear() {
        try (var clients = Executors.newFixedThreadPool(CLIENTS);
                var sealed = RunningCommandSide.start(Map.of("LIMITS", "off"));
                var clear = RunningCommandSide.start(Map.of("LIMITS", "off"), List.of(InTheClear.class))) {
            signInAll(sealed, somebodies(), clients);
            signInAll(clear, somebodies(), clients);
            compare("encrypted", sealed, "in the clear", clear, LoginThroughput::somebodies, clients);
        }
    }

    private static List<String> somebodies() {
        return Stream.generate(RunningCommandSide::newPhone).limit(SIGN_INS).toList();
    }

    private static void compare(
            String one,
            RunningCommandSide ones,
            String other,
            RunningCommandSide others,
            Supplier<List<String>> phones,
            ExecutorService clients) {
        var first = new ArrayList<Double>();
        var second = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            first.add(signInAll(ones, phones.get(), clients));
            second.add(signInAll(others, phones.get(), clients));
        }
        System.out.printf(
                "sign-ins a second, medians of %d rounds of %d by %d clients:%n  %-22s %.0f%n  %-22s %.0f%n  %-22s %.2f%n",
                ROUNDS,
                SIGN_INS,
                CLIENTS,
                one,
                median(first),
                other,
                median(second),
                "ratio",
                median(first) / median(second));
    }

    private static double signInAll(RunningCommandSide app, List<String> phones, ExecutorService clients) {
        var refused = new AtomicInteger();
        long start = System.nanoTime();
        CompletableFuture.allOf(phones.stream()
                        .map(phone -> CompletableFuture.runAsync(
                                () -> refused.addAndGet(isLetIn(app, phone) ? 0 : 1), clients))
                        .toArray(CompletableFuture[]::new))
                .join();
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        if (refused.get() > 0) {
            throw new AssertionError(refused + " were not let in");
        }
        return phones.size() / seconds;
    }

    /** Who is put off for want of a connection tries again: that costs time, in either variant. */
    private static boolean isLetIn(RunningCommandSide app, String phone) {
        Answer answer;
        do {
            answer = app.signIn(phone);
        } while (answer.status() == 503);
        return answer.status() == 200;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
