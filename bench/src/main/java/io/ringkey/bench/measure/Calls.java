package io.ringkey.bench.measure;

import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.Connected;
import java.net.URI;

/** Calls of the same path again and again. */
final class Calls {

    private Calls() {}

    /** Calls the endpoint that does nothing. */
    static Client empty(URI server) {
        return of(server, "/bench/empty", 204);
    }

    /** Somebody reads what a bearer token is for. */
    static Client withToken(URI server, String path, String token) {
        return of(server, path, 200, "Authorization: Bearer " + token);
    }

    private static Client of(URI server, String path, int status, String... headers) {
        return Connected.to(server, connection -> {
            byte[] request = connection.bytes("GET", path, null, headers);
            return () -> {
                var answer = connection.send(request);
                if (answer.status() != status) {
                    throw new IllegalStateException(answer.status() + " " + answer.body());
                }
            };
        });
    }
}
