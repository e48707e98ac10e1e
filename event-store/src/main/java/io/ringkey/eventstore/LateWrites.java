package io.ringkey.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Statements of a transaction whose answers nobody needs. They go to the database together with the transaction's events,
 * in one round trip, or before its commit when it appends none. Thread-safe.
 *
 * <p>They are carried out in the order in which they came, and after everything else that the transaction does: whoever
 * reads in the same transaction does not see them yet. A duplicate key means that another transaction was first, and the
 * command is tried again whole; any other failure undoes the transaction.
 */
public final class LateWrites {

    private final JdbcTemplate jdbc;

    public LateWrites(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /**
     * Leaves a statement until the events are appended. Outside a transaction it is carried out at once.
     *
     * @param parameters of types that JDBC's {@code setObject} takes
     */
    public void add(String sql, @Nullable Object... parameters) {
        add(new Statement(sql.strip(), Collections.unmodifiableList(Arrays.asList(parameters))));
    }

    /**
     * Leaves a row until the events are appended, to be written together with all others of its kind, where the first of these
     * is. Outside a transaction it is written at once.
     *
     * @param values one for each parameter of the kind, of types that {@link ColumnArrays} takes
     */
    public void add(LateRows kind, @Nullable Object... values) {
        if (values.length != kind.types().size()) {
            throw new IllegalArgumentException("as many values are needed as there are types");
        }
        var rows = new Rows(kind, new ArrayList<>());
        rows.values().add(values);
        add(rows);
    }

    private void add(Write write) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            waiting().add(write);
        } else {
            carryOut(new Batch(List.of(write)));
        }
    }

    /**
     * Takes back a row that waits in the transaction at hand.
     *
     * @param first the first of its values, by which it is known
     * @return its values; {@code null} where none such waits
     */
    @Nullable
    Object @Nullable [] withdraw(LateRows kind, Object first) {
        return TransactionSynchronizationManager.getResource(this) instanceof Waiting mine
                ? mine.withdraw(kind, first)
                : null;
    }

    /** What waits in the transaction at hand, for whoever carries it out: it waits no longer. */
    Batch take() {
        if (!TransactionSynchronizationManager.hasResource(this)) {
            return Batch.NONE;
        }
        return waiting().take();
    }

    private Waiting waiting() {
        if (TransactionSynchronizationManager.getResource(this) instanceof Waiting mine) {
            return mine;
        }
        var waiting = new Waiting();
        TransactionSynchronizationManager.bindResource(this, waiting);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                try {
                    carryOut(waiting.takeLast());
                } catch (DuplicateKeyException anotherWasFirst) {
                    throw new ConcurrencyException("another transaction was first", anotherWasFirst);
                }
            }

            @Override
            public void suspend() {
                TransactionSynchronizationManager.unbindResource(LateWrites.this);
            }

            @Override
            public void resume() {
                TransactionSynchronizationManager.bindResource(LateWrites.this, waiting);
            }

            @Override
            public void afterCompletion(int status) {
                TransactionSynchronizationManager.unbindResourceIfPossible(LateWrites.this);
            }
        });
        return waiting;
    }

    private void carryOut(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        jdbc.execute((Connection connection) -> {
            try (PreparedStatement statement = connection.prepareStatement(batch.after(""))) {
                batch.set(statement, 0);
                return statement.execute();
            }
        });
    }

    /** For one transaction, and its thread. */
    private static final class Waiting {

        private final List<Write> writes = new ArrayList<>();
        private boolean closed;

        void add(Write write) {
            if (closed) {
                throw new IllegalStateException("the transaction is being committed: nothing goes with it any more");
            }
            if (write instanceof Rows one) {
                Rows before = ofKind(one.kind());
                if (before != null) {
                    before.values().addAll(one.values());
                    return;
                }
            }
            writes.add(write);
        }

        @Nullable
        Object @Nullable [] withdraw(LateRows kind, Object first) {
            Rows rows = ofKind(kind);
            if (rows == null) {
                return null;
            }
            for (@Nullable Object[] row : rows.values()) {
                if (first.equals(row[0])) {
                    rows.values().remove(row);
                    if (rows.values().isEmpty()) {
                        writes.remove(rows);
                    }
                    return row;
                }
            }
            return null;
        }

        private @Nullable Rows ofKind(LateRows kind) {
            for (Write write : writes) {
                if (write instanceof Rows rows && rows.kind().equals(kind)) {
                    return rows;
                }
            }
            return null;
        }

        Batch take() {
            var batch = new Batch(List.copyOf(writes));
            writes.clear();
            return batch;
        }

        Batch takeLast() {
            closed = true;
            return take();
        }
    }

    private sealed interface Write {

        String sql();

        /** @return the number of the last parameter that was set */
        int set(PreparedStatement statement, int before) throws SQLException;
    }

    private record Statement(String sql, List<@Nullable Object> parameters) implements Write {

        @Override
        public int set(PreparedStatement statement, int before) throws SQLException {
            int parameter = before;
            for (Object value : parameters) {
                parameter++;
                if (value == null) {
                    statement.setNull(parameter, Types.NULL);
                } else {
                    statement.setObject(parameter, value);
                }
            }
            return parameter;
        }
    }

    private record Rows(LateRows kind, List<@Nullable Object[]> values) implements Write {

        @Override
        public String sql() {
            return kind.sql();
        }

        @Override
        public int set(PreparedStatement statement, int before) throws SQLException {
            int parameter = before;
            for (int column = 0; column < kind.types().size(); column++) {
                ColumnArrays.set(statement, ++parameter, kind.types().get(column), values, column);
            }
            return parameter;
        }
    }

    /** Statements that go to the database at once. */
    record Batch(List<Write> writes) {

        static final Batch NONE = new Batch(List.of());

        boolean isEmpty() {
            return writes.isEmpty();
        }

        /** One text of a statement and these behind it, which the driver sends without waiting in between. */
        String after(String first) {
            if (isEmpty()) {
                return first;
            }
            String these = writes.stream().map(Write::sql).collect(Collectors.joining(";\n"));
            return first.isEmpty() ? these : first + ";\n" + these;
        }

        /** @return the number of the last parameter that was set */
        int set(PreparedStatement statement, int before) throws SQLException {
            int parameter = before;
            for (Write write : writes) {
                parameter = write.set(statement, parameter);
            }
            return parameter;
        }
    }
}
