package io.ringkey.query.people;

import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleOrder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Pages of people in several orders, from what follows a place. */
@Repository
class People {

    /** So many are sorted quickly; where there are more, the first of them are soon met in the order that is asked for. */
    private static final int FEW = 2_000;

    /**
     * Those of whom one of these is true. A branch each, so that each takes its own index; bounds instead of LIKE, so that
     * a plan for all values takes it, too.
     */
    private static final String FOUND = """
            SELECT account_id FROM read_model.profile WHERE account_id = CAST(:id AS uuid)
            UNION ALL
            SELECT account_id FROM read_model.profile WHERE invite_code = CAST(:inviteCode AS text)
            UNION ALL
            SELECT account_id FROM read_model.profile WHERE phone = CAST(:phone AS text)
            UNION ALL
            SELECT account_id FROM read_model.profile
             WHERE folded_email ~>=~ CAST(:prefix AS text) AND folded_email ~<~ (CAST(:prefix AS text) || chr(1114111))
            UNION ALL
            SELECT account_id FROM read_model.profile
             WHERE folded_city ~>=~ CAST(:prefix AS text) AND folded_city ~<~ (CAST(:prefix AS text) || chr(1114111))
            """;

    private static final String ONE_OF_THESE = "p.account_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))";

    /** The same conditions, written so that no index of theirs is taken, but that of the order. */
    private static final String MET_ON_THE_WAY = """
            (p.account_id = CAST(:id AS uuid) OR p.invite_code || '' = CAST(:inviteCode AS text)
             OR p.phone || '' = CAST(:phone AS text) OR starts_with(p.folded_email || '', CAST(:prefix AS text))
             OR starts_with(p.folded_city || '', CAST(:prefix AS text)))
            """;

    @PersistenceContext
    @SuppressWarnings("NullAway.Init")
    private EntityManager entities;

    /**
     * What is searched for.
     *
     * @param prefix how an email or a city begins
     */
    record Search(
            @Nullable UUID id,
            @Nullable String inviteCode,
            @Nullable String phone,
            String prefix) {

        Map<String, @Nullable Object> parameters() {
            var parameters = new HashMap<String, @Nullable Object>();
            parameters.put("id", id);
            parameters.put("inviteCode", inviteCode);
            parameters.put("phone", phone);
            parameters.put("prefix", prefix);
            return parameters;
        }
    }

    /** Where a page begins: after this value of what is sorted by, and after this id. */
    record After(Object value, UUID id) {}

    @SuppressWarnings("unchecked")
    List<Person> page(
            @Nullable Search search,
            @Nullable Role role,
            @Nullable Boolean blocked,
            PeopleOrder order,
            @Nullable After after,
            int limit) {
        var where = new ArrayList<>(List.of("NOT p.erased"));
        var parameters = new HashMap<String, @Nullable Object>();
        if (search != null) {
            List<?> found = few(search);
            if (found.size() <= FEW) {
                where.add(ONE_OF_THESE);
                parameters.put("ids", found.stream().map(Object::toString).collect(Collectors.joining(",")));
            } else {
                where.add(MET_ON_THE_WAY);
                parameters.putAll(search.parameters());
            }
        }
        if (role != null) {
            // In the text, since the index of the few who are staff is taken for a known role alone.
            where.add("p.role = '" + role.wireName() + "'");
        }
        if (blocked != null) {
            where.add(blocked ? "p.blocked" : "NOT p.blocked");
        }
        if (after != null) {
            where.add("(p." + column(order) + ", p.account_id) " + (isDescending(order) ? "<" : ">")
                    + " (:after, :afterId)");
            parameters.put("after", after.value());
            parameters.put("afterId", after.id());
        }
        String direction = isDescending(order) ? " DESC" : " ASC";
        var query = entities.createNativeQuery(
                "SELECT p.* FROM read_model.profile p WHERE " + String.join(" AND ", where) + " ORDER BY p."
                        + column(order) + direction + ", p.account_id" + direction,
                Person.class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }

    /** Whom a search finds, or one more than few of them. */
    private List<?> few(Search search) {
        var query = entities.createNativeQuery(FOUND, UUID.class);
        search.parameters().forEach(query::setParameter);
        return query.setMaxResults(FEW + 1).getResultList();
    }

    private static String column(PeopleOrder order) {
        return switch (order) {
            case NEWEST, OLDEST -> "created_at";
            case MOST_BROUGHT, FEWEST_BROUGHT -> "referrals_total";
        };
    }

    private static boolean isDescending(PeopleOrder order) {
        return switch (order) {
            case NEWEST, MOST_BROUGHT -> true;
            case OLDEST, FEWEST_BROUGHT -> false;
        };
    }
}
