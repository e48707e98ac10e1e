package io.ringkey.query.processors;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection that can be cut: passes everything on to a server, until it does not. */
final class Wire implements AutoCloseable {

    private final String host;
    private final int target;
    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean whole = true;

    Wire(String host, int target) throws IOException {
        this.host = host;
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    void cut() {
        whole = false;
        sockets.forEach(Wire::closeQuietly);
    }

    void mend() {
        whole = true;
    }

    @Override
    public void close() {
        cut();
        closeQuietly(entry);
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket near = entry.accept();
                if (whole) {
                    connect(near);
                } else {
                    near.close();
                }
            } catch (IOException closed) {
                // the wire was closed, or one connection failed
            }
        }
    }

    private void connect(Socket near) throws IOException {
        Socket far = new Socket(host, target);
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // that is what it is for
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // no matter
        }
    }
}
