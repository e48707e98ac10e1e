package io.ringkey.query.export;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.api.people.PeopleQuery.FindReferrals;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.Condition;
import io.ringkey.eventstore.OwnRecords;
import io.ringkey.eventstore.OwnRecords.OwnEvent;
import io.ringkey.eventstore.OwnRecords.Owner;
import io.ringkey.query.Newest;
import io.ringkey.query.Queries;
import io.ringkey.query.export.Held.Look;
import io.ringkey.query.export.Held.Session;
import io.ringkey.web.cursor.Paging;
import java.io.OutputStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all that is held of a person as one JSON object. What grows with time is read page by page, and nothing is held
 * in between but ids of streams: neither the pages before nor a connection, which whoever reads slowly would take from
 * everybody else. Thread-safe.
 */
@Component
class PersonExport {

    private static final int ROWS_AT_ONCE = 200;

    private final HeldRows rows;
    private final Queries queries;
    private final OwnRecords record;
    private final EventRecords allRecords;
    private final ObjectWriter json;
    private final InstantSource clock;

    PersonExport(
            HeldRows rows, Queries queries, OwnRecords record, EventRecords allRecords, JsonMapper json, Clock clock) {
        this.rows = rows;
        this.queries = queries;
        this.record = record;
        this.allRecords = allRecords;
        this.json = json.writer()
                // What failed half-way must not be closed as if it were whole, nor sent before it has to be.
                .without(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);
        this.clock = clock;
    }

    /**
     * Writes the export.
     *
     * @throws Failure {@code not-found} when there is no such person, or they leave meanwhile
     */
    void write(AccountId person, OutputStream out) {
        UUID account = person.value();
        long until = allRecords.newest();
        Held held = rows.find(account).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        try (JsonGenerator to = json.createGenerator(out)) {
            to.writeStartObject();
            to.writePOJOProperty("exported_at", clock.instant());
            write(held, to);
            array(to, "referrals", sink -> eachReferral(person, sink));
            array(to, "sessions", sink -> eachSession(account, sink));
            array(to, "login_history", sink -> eachLogin(person, sink));
            array(to, "looks", sink -> eachLook(account, until, sink));
            array(to, "events", sink -> eachEvent(account, until, sink));
            if (!rows.isHere(account)) {
                throw Failure.of(FailureCode.NOT_FOUND);
            }
            to.writeEndObject();
        }
    }

    private static void write(Held held, JsonGenerator to) {
        to.writePOJOProperty("profile", held.profile());
        to.writePOJOProperty("avatar", held.avatar());
        to.writeStringProperty("role", held.role());
        to.writeBooleanProperty("blocked", held.blocked());
        to.writeStringProperty("invite_code", held.inviteCode());
        to.writeStringProperty("referral_code", held.referralCode());
        to.writePOJOProperty("brought_by", held.broughtBy());
        to.writeBooleanProperty("brought_before", held.broughtBefore());
        to.writePOJOProperty("revoked_referral", held.revokedReferral());
        to.writePOJOProperty("questions", held.questions());
        to.writePOJOProperty("numbers", held.numbers());
        to.writePOJOProperty("devices", held.devices());
        to.writePOJOProperty("wrong_invites", held.wrongInvites());
    }

    /** Hands over all things of a kind, one by one. */
    private interface Each {
        void to(Consumer<Object> sink);
    }

    private static void array(JsonGenerator to, String name, Each each) {
        to.writeArrayPropertyStart(name);
        each.to(to::writePOJO);
        to.writeEndArray();
    }

    private void eachReferral(AccountId person, Consumer<? super ReferralItem> sink) {
        eachOfPages(
                cursor -> queries.page(new FindReferrals(person, cursor, Paging.MAX_LIMIT), ReferralItem.class), sink);
    }

    private void eachLogin(AccountId person, Consumer<? super LoginItem> sink) {
        eachOfPages(cursor -> queries.page(new FindLogins(person, cursor, Paging.MAX_LIMIT), LoginItem.class), sink);
    }

    private void eachSession(UUID account, Consumer<? super Session> sink) {
        var first = Newest.page(null, ROWS_AT_ONCE);
        PersonExport.<Session>eachAfter(
                last -> last == null
                        ? rows.sessions(account, first.before(), first.beforeId(), ROWS_AT_ONCE)
                        : rows.sessions(account, last.openedAt(), last.id(), ROWS_AT_ONCE),
                sink);
    }

    private void eachLook(UUID account, long until, Consumer<? super Look> sink) {
        PersonExport.<Look>eachAfter(
                last -> rows.looks(account, last == null ? 0 : last.index(), until, ROWS_AT_ONCE), sink);
    }

    /** Stream by stream, and then what stands elsewhere: what the person did, and what limits refused them. */
    private void eachEvent(UUID account, long until, Consumer<? super OwnEvent> sink) {
        Owner owner = record.owner(account);
        Set<UUID> seen = new HashSet<>();
        for (UUID stream : rows.otherStreams(account)) {
            seen.add(stream);
            eachOfStream(owner, stream, until, sink);
        }
        for (UUID stream : rows.numberStreams(account)) {
            seen.add(stream);
            eachOfStream(owner, stream, until, event -> sink.accept(withoutWhoElse(event, account)));
        }
        Consumer<OwnEvent> elsewhere = event -> {
            if (!seen.contains(event.stream())) {
                sink.accept(event);
            }
        };
        eachThat(new Condition("e.actor = ?", List.of(account)), owner, until, elsewhere);
        eachThat(
                new Condition(
                        "e.actor IS DISTINCT FROM ? AND e.global_index IN ("
                                + "SELECT position FROM read_model.login_entry WHERE account_id = ? AND what = 'refused')",
                        List.of(account, account)),
                owner,
                until,
                elsewhere);
    }

    private void eachOfStream(Owner owner, UUID stream, long until, Consumer<? super OwnEvent> sink) {
        PersonExport.<OwnEvent>eachAfter(
                last -> record.ofStream(owner, stream, last == null ? -1 : last.sequence(), until, ROWS_AT_ONCE), sink);
    }

    private void eachThat(Condition condition, Owner owner, long until, Consumer<? super OwnEvent> sink) {
        PersonExport.<OwnEvent>eachAfter(
                last -> record.where(owner, condition, last == null ? 0 : last.index(), until, ROWS_AT_ONCE), sink);
    }

    /** Who else wanted the person's number is not for them to know. */
    private static OwnEvent withoutWhoElse(OwnEvent event, UUID account) {
        event.payload().computeIfPresent("account", (field, id) -> id.equals(account.toString()) ? id : null);
        return event;
    }

    private static <T> void eachOfPages(Function<@Nullable String, Page<T>> pages, Consumer<? super T> sink) {
        Page<T> page = pages.apply(null);
        page.items().forEach(sink);
        while (page.next() != null) {
            page = pages.apply(page.next());
            page.items().forEach(sink);
        }
    }

    private static <T> void eachAfter(Function<@Nullable T, List<T>> next, Consumer<? super T> sink) {
        List<T> some = next.apply(null);
        some.forEach(sink);
        while (some.size() == ROWS_AT_ONCE) {
            some = next.apply(some.getLast());
            some.forEach(sink);
        }
    }
}
