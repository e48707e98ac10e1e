package io.ringkey.eventstore;

import io.ringkey.eventstore.JdbcSubjectKeys.Known;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of subjects that seem to be new, made while their first values are sealed, and stored by the statement that
 * appends these, or not at all. For one thread, inside one transaction.
 */
final class NewKeys implements AutoCloseable {

    private static final List<String> TYPES = JdbcSubjectKeys.TIED.types();

    private final JdbcSubjectKeys keys;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final Map<UUID, Known> made = new LinkedHashMap<>();
    private boolean givenUp;

    NewKeys(JdbcSubjectKeys keys) {
        this.keys = keys;
    }

    @Nullable
    Known find(UUID subject) {
        return made.get(subject);
    }

    /** @param row as {@link JdbcSubjectKeys#TIED} has it, with an owner where that is known already */
    Known add(UUID subject, @Nullable Object[] row, Known known) {
        rows.add(row);
        made.put(subject, known);
        return known;
    }

    boolean areLeftToTheAppend() {
        return !givenUp;
    }

    boolean isEmpty() {
        return made.isEmpty();
    }

    /** Common table expressions that store them, the last with a row for each that was not there. */
    String storedAs(String name) {
        return """
                wanted AS (SELECT * FROM unnest(?::uuid[], ?::bytea[], ?::timestamptz[], ?::uuid[])),
                %s AS (INSERT INTO event_store.subject_key (subject, wrapped, made_at, owner) SELECT * FROM wanted
                       ON CONFLICT (subject) DO NOTHING RETURNING subject)""".formatted(name);
    }

    /** A condition on these expressions: all of them were new. */
    String allStoredAs(String name) {
        return "(SELECT count(*) FROM " + name + ") = (SELECT count(*) FROM wanted)";
    }

    /** @return the number of the last parameter that was set */
    int set(PreparedStatement statement, int before) throws SQLException {
        if (isEmpty()) {
            return before;
        }
        int parameter = before;
        for (int column = 0; column < TYPES.size(); column++) {
            ColumnArrays.set(statement, ++parameter, TYPES.get(column), rows, column);
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
        rows.forEach(keys::tieLater);
        rows.clear();
        made.clear();
    }

    @Override
    public void close() {
        keys.closed();
    }
}
