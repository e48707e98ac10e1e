package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.Commits;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.News;
import io.ringkey.eventstore.ReadUpTo;
import io.ringkey.query.inspection.Tails.Place;
import io.ringkey.web.access.Standing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One live tail: what is appended to the record, as server-sent events, until the reader leaves or may stay no longer.
 * For one thread.
 */
final class Tail {

    /** Events of other processes have to be looked for; those of this one wake it. */
    static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** Together with the above less than the second within which access ends (A6, T10). */
    static final Duration ASK_AGAIN_EVERY = Duration.ofMillis(500);

    private static final long BEAT_EVERY = Duration.ofSeconds(10).toNanos();
    private static final long LIFE = Duration.ofMinutes(10).toNanos();
    private static final int READ_AT_ONCE = 100;
    /** Who has been away for longer begins anew. */
    private static final long CAUGHT_UP_AT_MOST = 10_000;

    private final Sources sources;
    private final Caller caller;
    private final EventFilter filter;
    private final PayloadLevel level;
    private final Place place;
    private final OutputStream out;

    private long askedAt;
    private long wroteAt;

    Tail(Sources sources, Caller caller, EventFilter filter, PayloadLevel level, Place place, OutputStream out) {
        this.sources = sources;
        this.caller = caller;
        this.filter = filter;
        this.level = level;
        this.place = place;
        this.out = out;
    }

    /** What all tails have in common. */
    record Sources(EventRecords records, Commits commits, Standing standing, JsonMapper json) {}

    /** Why a tail ended, for whoever read it. */
    private enum End {
        /** The role, the person or the session. */
        REFUSED,
        /** There are newer ones of the same person, or the process stops. */
        REPLACED,
        /** Ask again, as one has to every so often. */
        OLD
    }

    /** That it is over. */
    private record Ended(String why) {}

    /** What a reader missed who was away for too long. */
    private record Skipped(long from, long to) {}

    /**
     * Tells what comes, until it ends.
     *
     * @param last where the reader had come to before
     * @throws IOException when the reader has left
     */
    void run(@Nullable ReadUpTo last) throws IOException, InterruptedException {
        long began = System.nanoTime();
        askedAt = began;
        ReadUpTo seen = begin(last);
        while (true) {
            long commit = sources.commits().count();
            News news = sources.records().after(seen, filter, READ_AT_ONCE, level);
            boolean atTheEnd = news.seen() == seen;
            if (!mayStay()) {
                end(End.REFUSED);
                return;
            }
            tell(news);
            seen = news.seen();
            if (System.nanoTime() - began > LIFE) {
                end(End.OLD);
                return;
            }
            if (!place.isWanted()) {
                end(End.REPLACED);
                return;
            }
            beat(seen);
            if (atTheEnd) {
                sources.commits().awaitMoreThan(commit, LOOK_EVERY.toNanos());
            }
        }
    }

    private ReadUpTo begin(@Nullable ReadUpTo last) throws IOException {
        ReadUpTo end = sources.records().end();
        write("retry: 3000\n: here\n\n");
        out.flush();
        if (last == null || last.index() > end.index()) {
            return end;
        }
        if (end.index() - last.index() > CAUGHT_UP_AT_MOST) {
            tell("skipped", new Skipped(last.index() + 1, end.index()));
            return end;
        }
        return last;
    }

    /** Asked before anything is told, twice a second; who cannot be asked about may not stay. */
    private boolean mayStay() {
        long now = System.nanoTime();
        if (now - askedAt < ASK_AGAIN_EVERY.toNanos()) {
            return true;
        }
        askedAt = now;
        try {
            return sources.standing().allows(caller, Role.ADMIN);
        } catch (DataAccessException away) {
            return false;
        }
    }

    /** Only the last of them says how far it has come: whoever leaves between two is told the first again. */
    private void tell(News news) throws IOException {
        int left = news.items().size();
        for (EventItem item : news.items()) {
            left--;
            write((left == 0 ? "id: " + news.seen().word() + "\n" : "") + data(item));
        }
        if (!news.items().isEmpty()) {
            out.flush();
        }
    }

    /** Without data it is no event to the reader, who remembers the id all the same. */
    private void beat(ReadUpTo seen) throws IOException {
        if (System.nanoTime() - wroteAt > BEAT_EVERY) {
            write(": still here\nid: " + seen.word() + "\n\n");
            out.flush();
        }
    }

    private void end(End why) throws IOException {
        tell("end", new Ended(WireNames.of(why)));
    }

    private void tell(String event, Object what) throws IOException {
        write("event: " + event + "\n" + data(what));
        out.flush();
    }

    private String data(Object what) {
        return "data: " + sources.json().writeValueAsString(what) + "\n\n";
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        wroteAt = System.nanoTime();
    }
}
