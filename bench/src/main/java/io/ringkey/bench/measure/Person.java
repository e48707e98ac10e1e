package io.ringkey.bench.measure;

import io.ringkey.bench.load.HttpConnection;
import io.ringkey.bench.load.HttpConnection.Answer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Somebody who signs in over HTTP, as an application has them do. */
final class Person {

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final int OK = 200;
    private static final int TRY_LATER = 503;

    private Person() {}

    /** A number that nobody has used in this run. */
    static String newPhone() {
        return "+79%09d".formatted(NUMBERS.getAndIncrement());
    }

    /**
     * Asks for a code, and gives it.
     *
     * @return the answer, which has both tokens
     */
    static Answer signIn(HttpConnection connection, String phone) {
        String number = "{\"phone\":\"" + phone + "\"";
        String code = served(connection, "/api/users/login", number + "}").text("auth_code");
        return served(connection, "/api/users/token", number + ",\"password\":\"" + code + "\"}");
    }

    /** Goes on with a session: gives its refresh token for the next. */
    static String refresh(HttpConnection connection, String token) {
        return served(connection, "/api/users/token/refresh", "{\"refresh\":\"" + token + "\"}")
                .text("refresh");
    }

    /** The tokens of so many new people. */
    static List<String> signedIn(URI server, int people) {
        try (var connection = new HttpConnection(server)) {
            return Stream.generate(() -> signIn(connection, newPhone()).text("access"))
                    .limit(people)
                    .toList();
        }
    }

    /** Whoever is put off tries again, which costs time; anything else is a fault of the bench. */
    private static Answer served(HttpConnection connection, String path, String json) {
        Answer answer = connection.post(path, json);
        while (answer.status() == TRY_LATER) {
            answer = connection.post(path, json);
        }
        if (answer.status() != OK) {
            throw new IllegalStateException(path + " was answered " + answer.status() + " " + answer.body());
        }
        return answer;
    }
}
