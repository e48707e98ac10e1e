package io.ringkey.query;

import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.SessionUses;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells the write side's processes, which alone may touch sessions. A notification needs no right to any table. */
final class UsesToldToTheWriteSide implements SessionUses {

    private static final Logger LOG = LoggerFactory.getLogger(UsesToldToTheWriteSide.class);

    private final JdbcClient jdbc;

    UsesToldToTheWriteSide(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    @Override
    public void used(SessionId session) {
        try {
            jdbc.sql("SELECT pg_notify(?, ?)")
                    .params(CHANNEL, session.toString())
                    .query()
                    .listOfRows();
        } catch (DataAccessException away) {
            LOG.debug("the use of {} cannot be told now", session, away);
        }
    }
}
