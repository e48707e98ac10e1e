package io.ringkey.eventstore;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A table whose rows hold a key each, wrapped by a master key, in the column {@code wrapped}; null where it was erased.
 *
 * @param schema and {@code table}: where it is
 * @param id an SQL expression that tells rows apart, and {@code type} its type
 * @param before what stands before the id in the place that a key is bound to
 */
public record WrappedRows(String schema, String table, String id, String type, String before) {

    /** Those of the subjects of personal values. */
    public static final WrappedRows SUBJECT_KEYS =
            new WrappedRows("event_store", "subject_key", "subject", "uuid", "subject-");

    /** How many rows one transaction wraps anew, and so how many are locked at once. */
    private static final int BATCH = 500;

    private static final String START = "substring(wrapped FROM 1 FOR 5)";

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(String id, byte[] wrapped) {}

    /**
     * To be called before anything is written: with other master keys than the rows were wrapped by, nothing of theirs
     * could be read.
     *
     * @throws WrongMasterKey when there is a row that none of these opens
     */
    public void refuseOtherKeys(DataSource dataSource, MasterKeys keys) {
        if (!isMade(dataSource)) {
            return;
        }
        // Of the rows that name none of these keys, those that name any key come first.
        JdbcClient.create(dataSource)
                .sql("SELECT (" + id + ")::text AS id, wrapped FROM " + fullName() + " WHERE wrapped IS NOT NULL AND "
                        + START + " NOT IN (:starts) ORDER BY " + START + " DESC LIMIT 1")
                .param("starts", keys.all().stream().map(MasterKey::start).toList())
                .query(WrappedRows::row)
                .optional()
                .filter(row -> keys.unwrap(row.wrapped(), place(row)).isEmpty())
                .ifPresent(row -> {
                    throw WrongMasterKey.isNeeded(row.wrapped(), keys);
                });
    }

    /** Asked of the catalogue, which answers also whoever may not use the schema yet. */
    private boolean isMade(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ?)")
                .params(schema, table)
                .query(Boolean.class)
                .single();
    }

    /** How many keys are not wrapped by this master key, or do not name it. */
    public long notUnder(MasterKey key, DataSource dataSource) {
        if (!isMade(dataSource)) {
            return 0;
        }
        return JdbcClient.create(dataSource)
                .sql("SELECT count(*) FROM " + fullName() + " WHERE wrapped IS NOT NULL AND " + START + " <> ?")
                .param(key.start())
                .query(Long.class)
                .single();
    }

    /**
     * Wraps by the current master key what is wrapped by another, a few rows at a time. Rows that somebody has locked are
     * left as they are; one that is erased meanwhile stays erased.
     *
     * @param dataSource gives one connection after the other, or the same again and again
     * @return how many keys were wrapped anew
     * @throws WrongMasterKey when there is a row that no key opens; what was done until then stays done
     */
    public long rewrap(MasterKeys keys, DataSource dataSource) {
        MasterKey current = keys.current();
        var jdbc = new JdbcTemplate(dataSource);
        var transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        long all = 0;
        List<Row> batch = List.of();
        do {
            String after = batch.isEmpty() ? null : batch.getLast().id();
            batch = transaction.execute(status -> {
                List<Row> rows = othersThan(current, after, jdbc);
                wrapAnew(rows, current, keys, jdbc);
                return rows;
            });
            all += batch.size();
        } while (!batch.isEmpty());
        return all;
    }

    /** Waiting for nobody, so that nobody who erases several at once can be waiting for us in turn. */
    private List<Row> othersThan(MasterKey current, @Nullable String after, JdbcTemplate jdbc) {
        var parameters = new ArrayList<Object>(List.of(current.start()));
        if (after != null) {
            parameters.add(after);
        }
        return jdbc.query(
                "SELECT (" + id + ")::text AS id, wrapped FROM " + fullName() + " WHERE wrapped IS NOT NULL AND "
                        + START
                        + " <> ?" + (after == null ? "" : " AND " + id + " > ?::" + type) + " ORDER BY " + id
                        + " LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED",
                WrappedRows::row,
                parameters.toArray());
    }

    private void wrapAnew(List<Row> rows, MasterKey current, MasterKeys keys, JdbcTemplate jdbc) {
        List<Object[]> changes = new ArrayList<>();
        for (Row row : rows) {
            byte[] secret = keys.unwrap(row.wrapped(), place(row))
                    .orElseThrow(() -> WrongMasterKey.isNeeded(row.wrapped(), keys));
            changes.add(new Object[] {current.wrappedWithId(secret, place(row)), row.id(), row.wrapped()});
        }
        jdbc.batchUpdate(
                "UPDATE " + fullName() + " SET wrapped = ? WHERE " + id + " = ?::" + type + " AND wrapped = ?",
                changes);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getString("id"), row.getBytes("wrapped"));
    }

    private byte[] place(Row row) {
        return (before + row.id()).getBytes(StandardCharsets.UTF_8);
    }

    /** With its schema. */
    public String fullName() {
        return schema + "." + table;
    }
}
