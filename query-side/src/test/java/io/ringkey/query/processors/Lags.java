package io.ringkey.query.processors;

import io.ringkey.api.account.AccountEvent.PersonUnblocked;
import io.ringkey.eventstore.AppendedPosition;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import java.util.Arrays;

/**
 * How long it takes from an append until a view has the event.
 *
 * @param nanos sorted
 */
record Lags(long[] nanos) {

    /** Measures events appended one after the other by {@code writer}, as {@code reader} sees them. */
    static Lags measure(RunningQuerySide writer, RunningQuerySide reader, int events) {
        var person = TestPerson.registered(writer);
        var positions = reader.bean(ViewPositions.class);
        var lags = new long[events];
        for (int i = 0; i < events; i++) {
            writer.append(
                    person.account(), new PersonUnblocked(person.account(), person.account(), TestPerson.REGISTERED));
            long appended = System.nanoTime();
            long position = AppendedPosition.last();
            if (!positions.await("profiles", position, Duration.ofSeconds(60))) {
                throw new AssertionError("position " + position + " never came");
            }
            lags[i] = System.nanoTime() - appended;
        }
        Arrays.sort(lags);
        return new Lags(lags);
    }

    Duration median() {
        return Duration.ofNanos(nanos[nanos.length / 2]);
    }

    /** What most of them reach even on a machine that is busy with other things. */
    Duration p10() {
        return Duration.ofNanos(nanos[nanos.length / 10]);
    }

    Duration p99() {
        return Duration.ofNanos(nanos[(nanos.length - 1) * 99 / 100]);
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms".formatted(median().toNanos() / 1e6, p99().toNanos() / 1e6);
    }
}
