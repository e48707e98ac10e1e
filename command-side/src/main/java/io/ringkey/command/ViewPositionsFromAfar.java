package io.ringkey.command;

import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the views of another process have come, read from the tokens that it keeps. However many wait, the database is
 * asked by one of them at a time, and not more often than every few milliseconds.
 */
final class ViewPositionsFromAfar implements ViewPositions {

    private static final Logger LOG = LoggerFactory.getLogger(ViewPositionsFromAfar.class);
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final JdbcClient jdbc;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, View> views = new ConcurrentHashMap<>();

    ViewPositionsFromAfar(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public boolean await(String view, long position, Duration atMost) {
        try {
            return views.computeIfAbsent(view, View::new).await(position, System.nanoTime() + atMost.toNanos());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } catch (DataAccessException unknown) {
            // The write is done; that its view cannot be looked at is no reason to deny it.
            LOG.debug("the position of {} cannot be read", view, unknown);
            return false;
        }
    }

    private final class View {

        private final String name;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition looked = lock.newCondition();
        private List<JsonNode> tokens = List.of();
        private boolean looking;
        private long lookedAtNanos = System.nanoTime() - PAUSE_NANOS;

        View(String name) {
            this.name = name;
        }

        boolean await(long position, long giveUpAtNanos) throws InterruptedException {
            long came = System.nanoTime();
            lock.lock();
            try {
                while (!hasSeen(position)) {
                    long now = System.nanoTime();
                    if (now - giveUpAtNanos >= 0 && (looking || lookedAtNanos - came >= 0)) {
                        return false;
                    }
                    if (!looking && now - lookedAtNanos >= PAUSE_NANOS) {
                        look(now);
                    } else {
                        looked.awaitNanos(PAUSE_NANOS);
                    }
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        private boolean hasSeen(long position) {
            return !tokens.isEmpty() && tokens.stream().allMatch(token -> covers(token, position));
        }

        /** Without the lock, so that others may give up meanwhile. */
        private void look(long now) {
            looking = true;
            lock.unlock();
            List<JsonNode> found = List.of();
            try {
                found = stored(name);
            } finally {
                lock.lock();
                tokens = found;
                looking = false;
                lookedAtNanos = now;
                looked.signalAll();
            }
        }
    }

    private List<JsonNode> stored(String view) {
        return jdbc.sql("SELECT token FROM read_model.token_entry WHERE processor_name = ?")
                .param(view)
                .query((row, number) -> token(row.getBytes(1)))
                .list();
    }

    private JsonNode token(byte @Nullable [] kept) {
        JsonNode token = kept == null ? json.createObjectNode() : json.readTree(kept);
        while (token.has("currentToken")) {
            token = token.get("currentToken");
        }
        return token;
    }

    private static boolean covers(JsonNode token, long position) {
        if (!token.has("index") || token.get("index").asLong() < position) {
            return false;
        }
        for (JsonNode gap : token.get("gaps")) {
            if (gap.asLong() == position) {
                return false;
            }
        }
        return true;
    }
}
