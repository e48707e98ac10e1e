package io.ringkey.bench.measure;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionCommand.EndSession;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.bench.load.Together;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.program.WriteSide;
import io.ringkey.command.dispatch.Commands;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Fills the record by the real handlers and aggregates, as fast as they go: people sign in, some with a wrong code first,
 * some by somebody's invite, come back, and end sessions.
 */
final class EventMaker {

    private static final int THREADS = 32;
    private static final int INVITERS = 1_000;

    /** About the most of one person, so that there are never many too many. */
    private static final int EVENTS_OF_A_PERSON = 12;

    // Of ten people, so many give a wrong code first, apply an invite code, come back, end their session.
    private static final int OF = 10;
    private static final int WRONG = 3;
    private static final int INVITED = 5;
    private static final int BACK = 4;
    private static final int ENDING = 2;

    private final Postgres postgres;
    private final People people;
    private final Commands commands;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicReferenceArray<SignedIn> inviters = new AtomicReferenceArray<>(INVITERS);

    EventMaker(Postgres postgres, WriteSide side) {
        this.postgres = postgres;
        this.people = new People(side);
        this.commands = side.bean(Commands.class);
    }

    /** Goes on until there are so many events, or a few more. */
    void fillUpTo(int events) {
        for (long there = there(); there < events; there = there()) {
            int persons = (int) Math.max(1, (events - there) / EVENTS_OF_A_PERSON);
            Together.rate(THREADS, Collections.nCopies(persons, people), each -> live());
        }
    }

    private long there() {
        return postgres.number("SELECT count(*) FROM event_store.domain_event");
    }

    private void live() {
        int number = made.getAndIncrement();
        int kind = number % OF;
        PhoneNumber phone = People.newPhone();
        SignedIn person = people.signIn(phone, kind < WRONG ? 1 : 0);
        // Inviters are of the first, who apply nothing themselves: so there are no circles.
        SignedIn inviter = inviters.get(number % INVITERS);
        if (inviter == null) {
            inviters.set(number % INVITERS, person);
        } else if (kind >= OF - INVITED) {
            people.apply(person.account(), inviter.inviteCode());
        }
        if (kind < BACK) {
            people.signIn(phone);
        }
        if (kind < ENDING) {
            commands.send(new EndSession(person.session(), EndReason.LOGGED_OUT), Boolean.class, person.account());
        }
    }
}
