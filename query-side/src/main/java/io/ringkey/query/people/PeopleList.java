package io.ringkey.query.people;

import io.ringkey.api.Page;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.people.PeopleOrder;
import io.ringkey.api.people.PeopleQuery.FindPeople;
import io.ringkey.api.people.PersonItem;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.query.Newest;
import io.ringkey.query.people.People.After;
import io.ringkey.query.people.People.Search;
import io.ringkey.query.profile.SearchKey;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import java.util.List;
import java.util.UUID;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers with pages of people, all or those that a search finds. */
@Component
class PeopleList {

    private final People people;

    PeopleList(People people) {
        this.people = people;
    }

    @QueryHandler
    Page<PersonItem> people(FindPeople query) {
        var paging = new Paging(query.limit(), query.cursor() == null ? null : Cursor.decode(query.cursor()));
        List<Person> found = people.page(
                search(query.search()),
                query.role(),
                query.blocked(),
                query.order(),
                after(query.order(), paging.cursor()),
                paging.limit() + 1);
        return paging.page(found, person -> person.seenBy(query.seenBy()), person -> place(query.order(), person));
    }

    private static @Nullable After after(PeopleOrder order, @Nullable Cursor cursor) {
        if (cursor == null) {
            return null;
        }
        return switch (order) {
            case NEWEST, OLDEST -> new After(Newest.storable(cursor.instant(0)), cursor.id(1));
            case MOST_BROUGHT, FEWEST_BROUGHT -> new After(cursor.number(0), cursor.id(1));
        };
    }

    private static Cursor place(PeopleOrder order, Person person) {
        return switch (order) {
            case NEWEST, OLDEST -> Cursor.of(person.createdAt, person.accountId);
            case MOST_BROUGHT, FEWEST_BROUGHT -> Cursor.of(person.referralsTotal, person.accountId);
        };
    }

    private static @Nullable Search search(@Nullable String search) {
        if (search == null || search.isBlank()) {
            return null;
        }
        String wanted = search.strip();
        return new Search(
                id(wanted),
                InviteCode.parse(wanted).map(InviteCode::value).orElse(null),
                number(wanted),
                SearchKey.of(wanted));
    }

    private static @Nullable UUID id(String search) {
        try {
            UUID id = UUID.fromString(search);
            return id.toString().equalsIgnoreCase(search) ? id : null;
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private static @Nullable String number(String search) {
        try {
            return new PhoneNumber(search).e164();
        } catch (IllegalArgumentException notANumber) {
            return null;
        }
    }
}
