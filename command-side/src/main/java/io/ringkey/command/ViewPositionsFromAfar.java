package io.ringkey.command;

import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How far the views of another process have come, read from the tokens that it keeps. */
final class ViewPositionsFromAfar implements ViewPositions {

    private static final Logger LOG = LoggerFactory.getLogger(ViewPositionsFromAfar.class);
    private static final long PAUSE_MILLIS = 5;

    private final JdbcClient jdbc;
    private final JsonMapper json = JsonMapper.builder().build();

    ViewPositionsFromAfar(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public boolean await(String view, long position, Duration atMost) {
        long giveUpAt = System.nanoTime() + atMost.toNanos();
        try {
            while (!hasSeen(view, position)) {
                if (System.nanoTime() >= giveUpAt) {
                    return false;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } catch (DataAccessException unknown) {
            // The write is done; that its view cannot be looked at is no reason to deny it.
            LOG.debug("the position of {} cannot be read", view, unknown);
            return false;
        }
    }

    private boolean hasSeen(String view, long position) {
        List<byte[]> tokens = jdbc.sql("SELECT token FROM read_model.token_entry WHERE processor_name = ?")
                .param(view)
                .query((row, number) -> row.getBytes(1))
                .list();
        return !tokens.isEmpty() && tokens.stream().allMatch(token -> token != null && covers(token, position));
    }

    private boolean covers(byte[] kept, long position) {
        JsonNode token = json.readTree(kept);
        while (token.has("currentToken")) {
            token = token.get("currentToken");
        }
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
