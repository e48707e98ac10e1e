package io.ringkey.bench.load;

import java.net.URI;
import java.util.function.Function;

/** Somebody with a connection of their own, which is closed with them. */
public final class Connected implements Client {

    private final HttpConnection connection;
    private final Client client;

    private Connected(HttpConnection connection, Client client) {
        this.connection = connection;
        this.client = client;
    }

    /** @param maker of what is done over a connection to the server */
    public static Client to(URI server, Function<HttpConnection, Client> maker) {
        var connection = new HttpConnection(server);
        return new Connected(connection, maker.apply(connection));
    }

    @Override
    public void once() throws Exception {
        client.once();
    }

    @Override
    public void close() {
        connection.close();
    }
}
