package io.ringkey.bench.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1 that is kept alive, and as much of the protocol as our own server speaks. A client of the
 * platform's would cost as much as the server. Not thread-safe: one for each client.
 */
public final class HttpConnection implements AutoCloseable {

    private static final int BUFFER = 1 << 13;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STATUS_AT = 9;
    private static final int STATUS_LENGTH = 3;
    private static final int HEXADECIMAL = 16;

    private final InetAddress address;
    private final int port;
    private final String host;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

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

    /** A request that can be sent any number of times. */
    public byte[] bytes(String method, String path, @Nullable String json, String... headers) {
        var request = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\nUser-Agent: ringkey-bench\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (json != null) {
            request.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(json.length())
                    .append("\r\n");
        }
        request.append("\r\n");
        if (json != null) {
            request.append(json);
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
                in = new BufferedInputStream(open.getInputStream(), BUFFER);
            }
            open.getOutputStream().write(request);
            return read();
        } catch (IOException broken) {
            close();
            throw new UncheckedIOException(broken);
        }
    }

    private Answer read() throws IOException {
        String first = line();
        int status = Integer.parseInt(first.substring(STATUS_AT, STATUS_AT + STATUS_LENGTH));
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                last = lower.endsWith("close");
            }
        }
        byte[] body = chunked ? chunks() : in.readNBytes(length);
        if (last) {
            close();
        }
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            all.write(in.readNBytes(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), HEXADECIMAL);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
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
