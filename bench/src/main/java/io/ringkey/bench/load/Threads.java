package io.ringkey.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients at work, each on a thread; the first that fails is everybody's failure. */
final class Threads {

    private Threads() {}

    /** What one client does. */
    @FunctionalInterface
    interface Work<T> {
        T with(Client client) throws Exception;
    }

    /** All of them are made before the first begins. */
    static <T> List<T> run(int clients, Client.Maker maker, Work<T> work) {
        List<Client> made = new ArrayList<>();
        try {
            for (int number = 0; number < clients; number++) {
                made.add(maker.make(number));
            }
            return together(made, work);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (Exception failed) {
            throw new IllegalStateException("a client failed", failed);
        } finally {
            made.forEach(Threads::close);
        }
    }

    private static <T> List<T> together(List<Client> clients, Work<T> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(clients.size())) {
            List<Future<T>> running = new ArrayList<>();
            for (Client client : clients) {
                running.add(threads.submit(() -> work.with(client)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private static void close(Client client) {
        try {
            client.close();
        } catch (Exception gone) {
            // What was measured was measured.
        }
    }
}
