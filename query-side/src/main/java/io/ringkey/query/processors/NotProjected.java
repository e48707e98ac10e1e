package io.ringkey.query.processors;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An event could not be projected. Says why in words that hold nothing personal: what a database or a parser throws
 * quotes the values that it did not like.
 */
public final class NotProjected extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String OURS = "io.ringkey.";

    private NotProjected(String why, StackTraceElement[] where) {
        super(why, null, false, true);
        setStackTrace(where);
    }

    /** Says why something was thrown. */
    public static NotProjected because(Throwable thrown) {
        if (thrown instanceof NotProjected already) {
            return already;
        }
        Throwable root = thrown;
        StringBuilder why = new StringBuilder(name(thrown));
        while (root.getCause() != null) {
            root = root.getCause();
            why.append(" <- ").append(name(root));
        }
        return new NotProjected(why.append(detail(root)).toString(), root.getStackTrace());
    }

    private static String detail(Throwable root) {
        if (root instanceof SQLException sql) {
            return ", SQLSTATE " + sql.getSQLState() + place(sql);
        }
        StackTraceElement[] where = root.getStackTrace();
        boolean saidByUs = where.length > 0 && where[0].getClassName().startsWith(OURS);
        return saidByUs ? ": " + root.getMessage() : "";
    }

    private static String place(SQLException sql) {
        ServerErrorMessage message = sql instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return message == null ? "" : word("table", message.getTable()) + word("constraint", message.getConstraint());
    }

    private static String word(String what, @Nullable String name) {
        return name == null ? "" : ", " + what + " " + name;
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }
}
