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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Pages of people in several orders, from what follows a place. */
@Repository
class People {

    /** Of all people, those of whom one of these is true. A branch each, so that each takes its own index. */
    private static final String FOUND = """
            p.account_id IN (
                SELECT account_id FROM read_model.profile WHERE account_id = CAST(:id AS uuid)
                UNION ALL
                SELECT account_id FROM read_model.profile WHERE invite_code = CAST(:inviteCode AS text)
                UNION ALL
                SELECT account_id FROM read_model.profile WHERE phone = CAST(:phone AS text)
                UNION ALL
                SELECT account_id FROM read_model.profile WHERE folded_email LIKE CAST(:prefix AS text)
                UNION ALL
                SELECT account_id FROM read_model.profile WHERE folded_city LIKE CAST(:prefix AS text))
            """;

    @PersistenceContext
    @SuppressWarnings("NullAway.Init")
    private EntityManager entities;

    /**
     * What is searched for.
     *
     * @param prefix a pattern for LIKE
     */
    record Search(
            @Nullable UUID id,
            @Nullable String inviteCode,
            @Nullable String phone,
            String prefix) {}

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
            where.add(FOUND);
            parameters.put("id", search.id());
            parameters.put("inviteCode", search.inviteCode());
            parameters.put("phone", search.phone());
            parameters.put("prefix", search.prefix());
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
        for (Map.Entry<String, @Nullable Object> parameter : parameters.entrySet()) {
            query.setParameter(parameter.getKey(), parameter.getValue());
        }
        return query.setMaxResults(limit).getResultList();
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
