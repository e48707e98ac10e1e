package io.ringkey.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1 that is kept alive, and as much of the protocol as our own server speaks. A client of the
 * platform's would cost as much as the server. Not thread-safe: one for each client.
 */
public final class HttpConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STATUS_AT = 9;
    private static final int STATUS_LENGTH = 3;
    private static final String LENGTH = "content-length:";
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

    private final InetAddress address;
    private final int port;
    private final String host;
    private @Nullable Socket socket;
    private Incoming incoming = new Incoming(InputStream.nullInputStream());

    public HttpConnection(URI server) {
        try {
            this.address = InetAddress.getByName(server.getHost());
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
        this.port = server.getPort();
        this.host = server.getHost() + ":" + port;
    }

    /** What came back. */
    public record Answer(int status, String body) {

        /**
         * A member of the JSON that is text. It is searched for, not parsed: our own answers are known.
         *
         * @throws IllegalStateException if there is none
         */
        public String text(String member) {
            String start = "\"" + member + "\":\"";
            int at = body.indexOf(start);
            if (at < 0) {
                throw new IllegalStateException("no " + member + " in the answer " + status + " " + body);
            }
            return body.substring(at + start.length(), body.indexOf('"', at + start.length()));
        }
    }

    /** Asks for a page. */
    public Answer get(String path, String... headers) {
        return send(bytes("GET", path, null, headers));
    }

    /** Sends JSON. */
    public Answer post(String path, String json, String... headers) {
        return send(bytes("POST", path, json, headers));
    }

    /** Sends a form, of letters and digits or encoded already. */
    public Answer postForm(String path, String form, String... headers) {
        return send(request("POST", path, "application/x-www-form-urlencoded", form, headers));
    }

    /** A request that can be sent any number of times. */
    public byte[] bytes(String method, String path, @Nullable String json, String... headers) {
        return request(method, path, "application/json", json, headers);
    }

    private byte[] request(String method, String path, String type, @Nullable String body, String... headers) {
        var request = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\nUser-Agent: ringkey-bench\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (body != null) {
            request.append("Content-Type: ")
                    .append(type)
                    .append("\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        request.append("\r\n");
        if (body != null) {
            request.append(body);
        }
        return request.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends a request, and reads the whole answer. */
    public Answer send(byte[] request) {
        try {
            Socket open = socket;
            if (open == null) {
                open = new Socket(address, port);
                open.setTcpNoDelay(true);
                open.setSoTimeout(PATIENCE_MILLIS);
                socket = open;
                incoming = new Incoming(open.getInputStream());
            }
            open.getOutputStream().write(request);
            return read(incoming);
        } catch (IOException broken) {
            close();
            throw new UncheckedIOException(broken);
        }
    }

    private Answer read(Incoming from) throws IOException {
        from.line();
        int status = Integer.parseInt(from.text(STATUS_AT), 0, STATUS_LENGTH, DECIMAL);
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        while (from.line()) {
            if (from.begins(LENGTH)) {
                length = Integer.parseInt(from.text(LENGTH.length()));
            } else if (from.begins("transfer-encoding:")) {
                chunked = from.ends("chunked");
            } else if (from.begins("connection:")) {
                last = from.ends("close");
            }
        }
        byte[] body = chunked ? chunks(from) : from.take(length);
        if (last) {
            close();
        }
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(Incoming from) throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = chunk(from); size > 0; size = chunk(from)) {
            all.write(from.take(size));
            from.line();
        }
        from.line();
        return all.toByteArray();
    }

    private static int chunk(Incoming from) throws IOException {
        from.line();
        return Integer.parseInt(from.text(0), HEXADECIMAL);
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            socket = null;
        }
    }
}
