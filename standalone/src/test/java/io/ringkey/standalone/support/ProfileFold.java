package io.ringkey.standalone.support;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Profiles twice: as the read model has them, and as the record says by itself. */
public final class ProfileFold {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ProfileFold() {}

    /** What the projection says: one line a person. */
    public static Map<String, String> profilesReadModel(JdbcTemplate database) {
        Map<String, String> people = new TreeMap<>();
        database.query(
                "SELECT account_id, phone, city, invite_code, referral_code, role, referrals_total FROM"
                        + " read_model.profile_answer",
                row -> {
                    people.put(
                            row.getString("account_id"),
                            line(
                                    row.getString("phone"),
                                    row.getString("city"),
                                    row.getString("invite_code"),
                                    row.getString("referral_code"),
                                    row.getString("role"),
                                    row.getLong("referrals_total")));
                });
        return people;
    }

    /** The same, folded from the record by the test itself. */
    public static Map<String, String> profilesFolded(JdbcTemplate database, Map<String, String> settings) {
        var personal = new OpenedByHand(database, settings);
        Map<String, Map<String, String>> people = new HashMap<>();
        Map<String, Long> brought = new HashMap<>();
        database.query("SELECT payload_type, payload FROM event_store.domain_event ORDER BY global_index", row -> {
            JsonNode event = JSON.readTree(row.getBytes("payload"));
            String account = event.path("account").asString("");
            switch (row.getString("payload_type")) {
                case "account.person-registered" -> {
                    var person = new HashMap<String, String>();
                    person.put("phone", personal.value("account.person-registered", "phone", event));
                    person.put("role", "user");
                    people.put(account, person);
                }
                case "account.invite-code-given" ->
                    people.get(account).put("invite", event.path("invite_code").asString());
                case "account.profile-changed" ->
                    people.get(account).put("city", personal.value("account.profile-changed", "city", event));
                case "account.role-changed" ->
                    people.get(account)
                            .put("role", event.path("role").asString().toLowerCase(Locale.ROOT));
                case "referral.invite-applied" -> {
                    people.get(account)
                            .put("referral", event.path("invite_code").asString());
                    brought.merge(event.path("inviter").asString(), 1L, Long::sum);
                }
                case "referral.revoked" -> {
                    // Of somebody who has left there is nothing to change.
                    if (people.containsKey(account)) {
                        people.get(account).remove("referral");
                    }
                    brought.merge(event.path("inviter").asString(), -1L, Long::sum);
                }
                case "account.erased" -> people.remove(account);
                default -> {
                    // Says nothing of profiles.
                }
            }
        });
        Map<String, String> folded = new TreeMap<>();
        people.forEach((account, person) -> folded.put(
                account,
                line(
                        person.get("phone"),
                        person.get("city"),
                        person.get("invite"),
                        person.get("referral"),
                        person.get("role"),
                        brought.getOrDefault(account, 0L))));
        return folded;
    }

    private static String line(String phone, String city, String invite, String referral, String role, long brought) {
        return String.join("|", "" + phone, "" + city, "" + invite, "" + referral, "" + role, "" + brought);
    }
}
