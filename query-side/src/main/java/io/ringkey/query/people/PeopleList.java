package io.ringkey.query.people;

import io.ringkey.api.Page;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.people.PeopleQuery.FindPeople;
import io.ringkey.api.people.PersonItem;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.query.Newest;
import io.ringkey.query.profile.SearchKey;
import io.ringkey.web.cursor.Cursor;
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
        var page = Newest.page(query.cursor(), query.limit());
        String search = query.search();
        List<Person> found = search == null || search.isBlank()
                ? people.newest(page.before(), page.beforeId(), page.rows())
                : matching(search.strip(), page);
        return page.of(
                found,
                person -> person.seenBy(query.seenBy()),
                person -> Cursor.of(person.createdAt, person.accountId));
    }

    private List<Person> matching(String search, Newest page) {
        return people.matching(
                id(search),
                InviteCode.parse(search).map(InviteCode::value).orElse(null),
                number(search),
                startingWith(SearchKey.of(search)),
                page.before(),
                page.beforeId(),
                page.rows());
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

    private static String startingWith(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
