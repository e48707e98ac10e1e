package io.ringkey.bench.measure;

import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.HttpConnection;
import java.net.URI;

/** Calls the same path again and again. */
final class Calls implements Client {

    private final HttpConnection connection;
    private final byte[] request;
    private final int status;

    private Calls(HttpConnection connection, byte[] request, int status) {
        this.connection = connection;
        this.request = request;
        this.status = status;
    }

    /** Calls the endpoint that does nothing. */
    static Calls empty(URI server) {
        var connection = new HttpConnection(server);
        return new Calls(connection, connection.bytes("GET", "/bench/empty", null), 204);
    }

    /** Somebody reads their own profile. */
    static Calls ownProfile(URI server, String token) {
        var connection = new HttpConnection(server);
        return new Calls(
                connection, connection.bytes("GET", "/api/users/me", null, "Authorization: Bearer " + token), 200);
    }

    @Override
    public void once() {
        var answer = connection.send(request);
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
