package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.StoredName;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream, found by looking back through its events for what each field comes from, and not by taking them in
 * one after another. Values are as the API writes them; fields inside others have both names.
 */
final class FreshFold {

    private static final Map<String, String> OUTCOMES = Map.of(
            "verification.code-verified", "verified",
            "verification.number-proved", "number-proved",
            "verification.sign-in-refused", "sign-in-refused",
            "verification.change-refused", "change-refused",
            "verification.pair-handed-out", "pair-handed-out");

    private final List<Event> events;
    private final Map<String, @Nullable Object> state = new TreeMap<>();

    private FreshFold(List<Event> events) {
        this.events = events;
    }

    private record Event(String type, Map<String, @Nullable Object> fields) {

        boolean is(String... types) {
            return Arrays.asList(types).contains(type);
        }

        @Nullable
        Object get(String field) {
            return fields.get(field);
        }
    }

    /** After these events, of a stream of this kind. */
    static Map<String, @Nullable Object> of(String kind, List<DomainEvent> events) {
        var fold = new FreshFold(events.stream().map(FreshFold::read).toList());
        switch (kind) {
            case "account" -> fold.account();
            case "session" -> fold.session();
            case "number" -> fold.number();
            case "rule" -> fold.rule();
            case "looks" -> fold.looks();
            case "question" -> fold.question();
            default -> throw new IllegalArgumentException(kind);
        }
        return fold.state;
    }

    private void account() {
        boolean erased = last("account.erased") != null;
        from("account", "account.person-registered", "account");
        from("registered_at", "account.person-registered", "registered_at");
        for (String field : List.of("phone", "number_stream")) {
            Event number = last("account.person-registered", "account.phone-changed", "account.number-given-up");
            boolean holds = number != null && !number.is("account.number-given-up");
            put(field, holds && number != null ? number.get(field) : null);
        }
        for (String field : List.of("email", "city", "telegram_id")) {
            from(field, "account.profile-changed", field);
        }
        from("avatar", "account.avatar-changed", "avatar");
        from("invite_code", "account.invite-code-given", "invite_code");
        if (erased) {
            int at = lastPlace(event -> event.is("account.erased"));
            for (String field :
                    List.of("phone", "number_stream", "email", "city", "telegram_id", "avatar", "invite_code")) {
                put(field, null);
            }
            // Chance writes on after somebody left.
            new FreshFold(events.subList(at + 1, events.size())).accountAgain(state);
        }
        from("brought_by", "referral.invite-applied", "inviter");
        from("applied_code", "referral.invite-applied", "invite_code");
        from("applied_at", "referral.invite-applied", "applied_at");
        from("revoked_at", "referral.revoked", "revoked_at");
        from("revoked_because", "referral.revoked", "reason");
        Event role = last("account.role-changed");
        put("role", role == null ? "user" : role.get("role"));
        Event block = last("account.person-blocked", "account.person-unblocked");
        put("blocked", block != null && block.is("account.person-blocked"));
        put("erased", erased);
    }

    private void accountAgain(Map<String, @Nullable Object> into) {
        Event number = last("account.phone-changed", "account.number-given-up");
        if (number != null) {
            into.put("phone", number.get("phone"));
            into.put("number_stream", number.is("account.phone-changed") ? number.get("number_stream") : null);
        }
        Event profile = last("account.profile-changed");
        if (profile != null) {
            List.of("email", "city", "telegram_id").forEach(field -> into.put(field, profile.get(field)));
        }
        Event avatar = last("account.avatar-changed");
        if (avatar != null) {
            into.put("avatar", avatar.get("avatar"));
        }
        Event code = last("account.invite-code-given");
        if (code != null) {
            into.put("invite_code", code.get("invite_code"));
        }
    }

    private void session() {
        for (String field :
                List.of("session", "account", "challenge", "way", "device_class", "opened_at", "expires_at")) {
            from(field, "session.opened", field);
        }
        Event seen = last("session.opened", "session.seen-elsewhere");
        put("seen_at", seen == null ? null : seen.get(seen.is("session.opened") ? "opened_at" : "seen_at"));
        put("address", seen == null ? null : seen.get("address"));
        put("user_agent", seen == null ? null : seen.get("user_agent"));
        Event doubt = last("session.left-unconfirmed", "session.confirmed");
        put("confirmed", doubt == null || doubt.is("session.confirmed"));
        from("confirmed_by", "session.confirmed", "by");
        put("refresh_tokens_reused", count("session.refresh-token-reused"));
        from("ended_at", "session.ended", "ended_at");
        from("end_reason", "session.ended", "reason");
    }

    private void number() {
        from("phone", "verification.code-requested", "phone");
        Event holder = last("verification.code-verified", "verification.number-proved");
        put("account", holder == null ? null : holder.get("account"));
        put("session", holder == null ? null : holder.get("session"));
        Event call = lastOf(event -> event.fields().containsKey("address"));
        put("address", call == null ? null : call.get("address"));
        put("user_agent", call == null ? null : call.get("user_agent"));
        put(
                "called_at",
                call == null
                        ? null
                        : List.of("requested_at", "given_at", "verified_at", "refused_at", "proved_at").stream()
                                .map(call::get)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElseThrow());
        put("messages_sent", count("delivery.code-sent"));
        put("messages_failed", count("delivery.sending-failed"));
        from("last_failure", "delivery.sending-failed", "reason");
        for (String deviceClass : List.of("recognised", "unrecognised")) {
            devices(deviceClass);
        }
    }

    private void devices(String deviceClass) {
        int at = askedAt(deviceClass, events.size());
        Event asked = at < 0 ? null : events.get(at);
        for (String field : List.of("challenge", "purpose", "code_length", "requested_at", "expires_at")) {
            put(deviceClass + "." + field, asked == null ? null : asked.get(field));
        }
        BiPredicate<Event, Set<String>> ofIt = (event, types) -> asked != null
                && types.contains(event.type())
                && Objects.equals(event.get("challenge"), asked.get("challenge"));
        Event again = lastAfter(at, event -> ofIt.test(event, Set.of("verification.code-requested-again")));
        put(deviceClass + ".sends", again != null ? again.get("send") : asked == null ? "0" : "1");
        Event spent = lastAfter(
                at,
                event -> ofIt.test(
                        event,
                        Set.of(
                                "verification.wrong-code-given",
                                "verification.sign-in-refused",
                                "verification.change-refused")));
        put(
                deviceClass + ".attempts_left",
                spent == null
                        ? (asked == null ? "0" : asked.get("attempts"))
                        : spent.is("verification.wrong-code-given") ? spent.get("attempts_left") : "0");
        Event end = lastAfter(at, event -> ofIt.test(event, OUTCOMES.keySet()));
        put(deviceClass + ".outcome", end == null ? null : OUTCOMES.get(end.type()));
        wrongCodes(deviceClass);
    }

    private void wrongCodes(String deviceClass) {
        int reset = lastPlace(event -> Objects.equals(event.get("device_class"), deviceClass)
                && event.is("verification.wrong-codes-forgiven", "verification.wrong-codes-remembered"));
        if (deviceClass.equals("recognised")) {
            reset = Math.max(
                    reset,
                    IntStream.range(0, events.size())
                            .filter(place -> events.get(place).is("verification.code-verified")
                                    && isOfNewest(deviceClass, place))
                            .max()
                            .orElse(-1));
        }
        boolean remembered = reset >= 0 && events.get(reset).is("verification.wrong-codes-remembered");
        int before =
                remembered ? Integer.parseInt(String.valueOf(events.get(reset).get("wrong_codes"))) : 0;
        int[] since = IntStream.range(reset + 1, events.size())
                .filter(place ->
                        events.get(place).is("verification.wrong-code-given") && isOfNewest(deviceClass, place))
                .toArray();
        put(deviceClass + ".wrong_codes", Integer.toString(before + since.length));
        put(
                deviceClass + ".last_wrong_at",
                since.length > 0
                        ? events.get(since[since.length - 1]).get("given_at")
                        : remembered ? events.get(reset).get("last_given_at") : null);
    }

    private boolean isOfNewest(String deviceClass, int place) {
        int at = askedAt(deviceClass, place);
        return at >= 0
                && Objects.equals(
                        events.get(at).get("challenge"), events.get(place).get("challenge"));
    }

    private int askedAt(String deviceClass, int before) {
        return IntStream.range(0, before)
                .filter(place -> events.get(place).is("verification.code-requested")
                        && Objects.equals(events.get(place).get("device_class"), deviceClass))
                .max()
                .orElse(-1);
    }

    private void rule() {
        put("rule", events.getLast().get("rule"));
        put("first_refusals", count("limit.refused"));
        from("last_refused_at", "limit.refused", "refused_at");
        from("counted_until", "limit.refusals-counted", "until");
        put("counted_subjects", sum("subjects"));
        put("counted_refusals", sum("refusals"));
    }

    private void looks() {
        put("looks", Integer.toString(events.size()));
        put("dead_letters_given_up", "0");
        for (String field : List.of("by", "what", "about", "looked_at")) {
            put(field, events.getLast().get(field));
        }
    }

    private void question() {
        for (String field : List.of("question", "people", "reason", "by", "dismissed_at")) {
            put(field, events.getLast().get(field));
        }
    }

    private void from(String field, String type, String source) {
        Event event = last(type);
        put(field, event == null ? null : event.get(source));
    }

    private void put(String field, @Nullable Object value) {
        state.put(field, value == null ? null : value.toString());
    }

    private String count(String type) {
        return Long.toString(events.stream().filter(event -> event.is(type)).count());
    }

    private String sum(String field) {
        return Long.toString(events.stream()
                .map(event -> event.get(field))
                .filter(Objects::nonNull)
                .mapToLong(value -> Long.parseLong(value.toString()))
                .sum());
    }

    private @Nullable Event last(String... types) {
        return lastOf(event -> event.is(types));
    }

    private @Nullable Event lastOf(Predicate<Event> what) {
        return lastAfter(-1, what);
    }

    private @Nullable Event lastAfter(int place, Predicate<Event> what) {
        int last = lastPlace(what);
        return last > place ? events.get(last) : null;
    }

    private int lastPlace(Predicate<Event> what) {
        return IntStream.range(0, events.size())
                .filter(place -> what.test(events.get(place)))
                .max()
                .orElse(-1);
    }

    private static Event read(DomainEvent event) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            String name =
                    component.getName().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            try {
                fields.put(name, shown(name, component.getAccessor().invoke(event)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return new Event(
                Objects.requireNonNull(event.getClass().getAnnotation(StoredName.class))
                        .value(),
                fields);
    }

    private static @Nullable Object shown(String name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Personal personal -> masked(name, String.valueOf(personal.value()));
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value.toString();
        };
    }

    private static String masked(String name, String value) {
        return name.equals("phone")
                ? value.substring(0, 5) + "•••••" + value.substring(value.length() - 2)
                : value.charAt(0) + "•••";
    }
}
