package io.ringkey.command.attack;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks and guesses, each call from a network that no call came from before, and without a device. Guesses are always
 * wrong, so that luck decides nothing; what they would have won is worked out from the record. Only when no guess is left
 * the right code is given: whoever is let in then was let in by a guess that nobody counted. Thread-safe.
 */
final class Attacker {

    private final RunningCommandSide app;
    private final AtomicInteger networks = new AtomicInteger();
    private final LongAdder calls = new LongAdder();
    private final LongAdder uncounted = new LongAdder();

    Attacker(RunningCommandSide app) {
        this.app = app;
    }

    Answer ask(String phone) {
        calls.increment();
        return app.askForCode(phone, "X-Forwarded-For", nextNetwork());
    }

    /** Guesses until told that no guess is left, or so many times. */
    void guess(String phone, Answer asked, int most) {
        String right = app.bean(Deliveries.class)
                .code(new ChallengeId(UUID.fromString(asked.text("challenge_id"))))
                .orElseGet(() -> "0".repeat((int) asked.number("code_length")));
        String wrong = RunningCommandSide.wrong(right);
        for (int guess = 0; guess < most; guess++) {
            if (give(phone, wrong).number("attempts_left") == 0) {
                if (give(phone, right).status() == 200) {
                    uncounted.increment();
                }
                return;
            }
        }
    }

    private Answer give(String phone, String code) {
        calls.increment();
        return app.call(
                "POST",
                "/api/users/token/",
                Map.of("phone", phone, "password", code),
                "X-Forwarded-For",
                nextNetwork());
    }

    long calls() {
        return calls.sum();
    }

    long letInUncounted() {
        return uncounted.sum();
    }

    /** A /64 of IPv6 and a /24 of IPv4 by turns. */
    private String nextNetwork() {
        int n = networks.incrementAndGet();
        return n % 2 == 0
                ? "2001:db8:%x:%x::1".formatted(n >>> 16, n & 0xffff)
                : "%d.%d.%d.1".formatted(20 + (n >>> 16 & 0x3f), n >>> 8 & 0xff, n & 0xff);
    }
}
