package io.ringkey.standalone.postgres;

import io.ringkey.api.Randomness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A running PostgreSQL of the program's own. It outlives a killed program, and the next one takes it over. Closing
 * stops it and returns when it is gone, unless another process owns it; close it after everything that uses it.
 * Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Duration TOOLS_TURN = Duration.ofSeconds(60);
    private static final Duration SERVERS_START = Duration.ofSeconds(300);

    private final Access access;
    private final AtomicReference<@Nullable Owned> owned;

    /** What falls to whoever started the server, or took it over. */
    private record Owned(Server server, DataLock lock) {}

    private EmbeddedDatabase(Access access, @Nullable Owned owned) {
        this.access = access;
        this.owned = new AtomicReference<>(owned);
    }

    /**
     * The database of a program that stays: started, or taken over from one that was killed.
     *
     * @throws CannotStart if another such program uses the directory, or the database cannot be had
     */
    public static EmbeddedDatabase serve(DataDirectory directory, Randomness randomness) {
        return serve(directory, randomness, Host.current());
    }

    static EmbeddedDatabase serve(DataDirectory directory, Randomness randomness, Host host) {
        return claim(directory, host).start(randomness);
    }

    /**
     * The first half of {@link #serve}, which is soon done.
     *
     * @throws CannotStart if another such program uses the directory
     */
    public static Claim claim(DataDirectory directory) {
        return claim(directory, Host.current());
    }

    private static Claim claim(DataDirectory directory, Host host) {
        boolean root = directory.prepare();
        DataLock lock = serversLock(directory)
                .orElseThrow(() -> new CannotStart("The data directory " + directory.path()
                        + " is in use by another Ringkey: stop that one, or set RINGKEY_DATA_DIR to another."));
        return new Claim(lock, directory, host, root);
    }

    /** A data directory that is this program's now, and whose database has yet to be started. */
    public static final class Claim {

        private final DataLock lock;
        private final DataDirectory directory;
        private final Host host;
        private final boolean root;

        private Claim(DataLock lock, DataDirectory directory, Host host, boolean root) {
            this.lock = lock;
            this.directory = directory;
            this.host = host;
            this.root = root;
        }

        /**
         * Starts it; once.
         *
         * @throws CannotStart if the database cannot be had; the directory is then anybody's again
         */
        public EmbeddedDatabase start(Randomness randomness) {
            return owning(lock, directory, randomness, host, root);
        }
    }

    /**
     * The database for a command that is done soon: that of a running server, which goes on when the command is done,
     * else one of its own as by {@link #serve}.
     *
     * @throws CannotStart if the database cannot be had
     */
    public static EmbeddedDatabase visit(DataDirectory directory, Randomness randomness) {
        return visit(directory, randomness, Host.current());
    }

    static EmbeddedDatabase visit(DataDirectory directory, Randomness randomness, Host host) {
        boolean root = directory.prepare();
        return Waiting.upTo(SERVERS_START, () -> visited(directory, randomness, host, root))
                .orElseThrow(() -> new CannotStart("The data directory " + directory.path()
                        + " is in use by another Ringkey whose database does not answer."));
    }

    /** The JDBC address, without user and password. */
    public String url() {
        return access.url();
    }

    /** The role that owns the database; it is no superuser. */
    public String user() {
        return Cluster.USER;
    }

    /** The role's password, made with the database. */
    public String password() {
        return access.password();
    }

    /** Whether closing stops the server. */
    public boolean owned() {
        return owned.get() != null;
    }

    /** Stops the server, if this process owns it; again does nothing. */
    @Override
    public void close() {
        Owned given = owned.getAndSet(null);
        if (given == null) {
            return;
        }
        try {
            given.server().stop();
        } finally {
            given.lock().close();
        }
    }

    private static boolean heldByServer(DataDirectory directory) {
        return DataLock.holder(directory.lock())
                .filter(DataLock.Role.SERVER::equals)
                .isPresent();
    }

    private static Optional<DataLock> serversLock(DataDirectory directory) {
        Optional<DataLock> lock = DataLock.tryTake(directory.lock(), DataLock.Role.SERVER);
        if (lock.isPresent() || heldByServer(directory)) {
            return lock;
        }
        // A command is at work there, and done soon.
        return Waiting.upTo(TOOLS_TURN, () -> DataLock.tryTake(directory.lock(), DataLock.Role.SERVER));
    }

    private static Optional<EmbeddedDatabase> visited(
            DataDirectory directory, Randomness randomness, Host host, boolean root) {
        Optional<DataLock> lock = DataLock.tryTake(directory.lock(), DataLock.Role.TOOL);
        if (lock.isPresent()) {
            return Optional.of(owning(lock.get(), directory, randomness, host, root));
        }
        return heldByServer(directory)
                ? Server.running(directory)
                        .filter(access -> access.answersFor(directory.cluster()))
                        .map(access -> new EmbeddedDatabase(access, null))
                : Optional.empty();
    }

    private static EmbeddedDatabase owning(
            DataLock lock, DataDirectory directory, Randomness randomness, Host host, boolean root) {
        boolean opened = false;
        try {
            Server server = new Server(directory, host, root);
            EmbeddedDatabase database = new EmbeddedDatabase(server.run(randomness), new Owned(server, lock));
            mark(directory, database);
            opened = true;
            return database;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static void mark(DataDirectory directory, EmbeddedDatabase database) {
        try {
            directory.markRelease();
        } catch (CannotStart refused) {
            database.close();
            throw refused;
        }
    }
}
