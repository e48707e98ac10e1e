package io.ringkey.eventstore;

import io.ringkey.eventstore.JdbcSubjectKeys.Known;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of subjects that seem to be new, made while their first values are sealed, and stored by the statement that
 * appends these, or not at all. For one thread, inside one transaction.
 */
final class NewKeys implements AutoCloseable {

    private static final String ROW = "(?::uuid, ?::bytea, ?::timestamptz)";

    private final JdbcSubjectKeys keys;
    private final Map<UUID, byte[]> wrapped = new LinkedHashMap<>();
    private final Map<UUID, Known> made = new LinkedHashMap<>();
    private boolean givenUp;

    NewKeys(JdbcSubjectKeys keys) {
        this.keys = keys;
    }

    @Nullable
    Known find(UUID subject) {
        return made.get(subject);
    }

    Known add(UUID subject, byte[] key, Known known) {
        wrapped.put(subject, key);
        made.put(subject, known);
        return known;
    }

    boolean areLeftToTheAppend() {
        return !givenUp;
    }

    boolean isEmpty() {
        return made.isEmpty();
    }

    /** A common table expression that stores them, with a row for each that was not there. */
    String storedAs(String name) {
        String rows = ROW + (", " + ROW).repeat(made.size() - 1);
        return name + " AS (INSERT INTO event_store.subject_key (subject, wrapped, made_at) VALUES " + rows
                + " ON CONFLICT (subject) DO NOTHING RETURNING subject)";
    }

    /** A condition on that expression: all of them were new. */
    String allStoredAs(String name) {
        return "(SELECT count(*) FROM " + name + ") = " + made.size();
    }

    /** @return the number of the last parameter that was set */
    int set(PreparedStatement statement, int before) throws SQLException {
        int parameter = before;
        for (var key : wrapped.entrySet()) {
            statement.setObject(++parameter, key.getKey());
            statement.setBytes(++parameter, key.getValue());
            statement.setObject(++parameter, keys.now());
        }
        return parameter;
    }

    /** They were new, and are known from now on. */
    void stored() {
        keys.stored(made);
    }

    /** One of them was not new. What is sealed from now on is sealed under the keys that there are. */
    void giveUp() {
        givenUp = true;
        wrapped.clear();
        made.clear();
    }

    @Override
    public void close() {
        keys.closed();
    }
}
