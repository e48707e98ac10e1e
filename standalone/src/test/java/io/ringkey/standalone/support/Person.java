package io.ringkey.standalone.support;

import io.ringkey.standalone.support.Client.Answer;
import java.util.Map;

/**
 * Somebody who has signed in.
 *
 * @param client already carries their access token
 * @param position of the event of their signing in
 */
public record Person(String id, String phone, String access, String refresh, Client client, String position) {

    /** Signs in the short way, with the {@code echo} sender: {@code POST login}, then {@code POST token}. */
    public static Person signIn(Client client, String phone) {
        return signIn(client, phone, code(client, phone));
    }

    /** Signs in with a code that has been sent. */
    public static Person signIn(Client client, String phone, String code) {
        Answer token = client.post("/api/users/token/", Map.of("phone", phone, "password", code));
        if (token.status() != 200) {
            throw new IllegalStateException("no token for " + phone + ": " + token);
        }
        return new Person(
                token.text("user_id"),
                phone,
                token.text("access"),
                token.text("refresh"),
                client.as(token.text("access")),
                token.header("X-Event-Position").orElseThrow());
    }

    /** Asks for a code and takes it from the {@code echo} sender's answer. */
    public static String code(Client client, String phone) {
        Answer login = client.post("/api/users/login/", Map.of("phone", phone));
        if (login.status() != 200 || login.text("auth_code") == null) {
            throw new IllegalStateException("no code for " + phone + ": " + login);
        }
        return login.text("auth_code");
    }

    /** A code of as many digits that is not this one. */
    public static String wrong(String code) {
        return (code.startsWith("1") ? "2" : "1") + code.substring(1);
    }

    /** How many events of a type are on record of a number, as this member of the staff finds them by it. */
    public long onRecord(String phone, String type) {
        Answer found = client.post("/api/admin/events/search/", Map.of("phone", phone));
        if (found.status() != 200) {
            throw new IllegalStateException("no search: " + found);
        }
        return found.json()
                .path("items")
                .valueStream()
                .filter(event -> type.equals(event.path("type").asString()))
                .count();
    }

    /** Their own profile. */
    public Answer profile() {
        return client.get("/api/users/" + id + "/");
    }

    public String inviteCode() {
        return profile().text("invite_code");
    }

    /** The nth number of a range that no other test uses. */
    public static String phone(int range, int number) {
        return "+7913%03d%04d".formatted(range, number);
    }
}
