package io.ringkey.query.replay;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the names of a projection's tables mean their twins, so that its handlers, whatever they write
 * with, need know nothing of a replay. For one thread.
 */
final class TwinConnection {

    private final Pattern names;
    private final Map<String, String> known = new HashMap<>();

    private TwinConnection(Collection<String> tables) {
        names = Pattern.compile("\\bread_model\\.(" + String.join("|", tables) + ")\\b");
    }

    static Connection of(Connection connection, Collection<String> tables) {
        var twins = new TwinConnection(tables);
        return twins.wrap(Connection.class, connection);
    }

    private <T> T wrap(Class<T> type, T wrapped) {
        InvocationHandler handler = (proxy, method, arguments) -> call(wrapped, method, arguments);
        return type.cast(Proxy.newProxyInstance(TwinConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** SQL is the first thing that a connection or a statement is told, where it is told any. */
    private @Nullable Object call(Object wrapped, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
            arguments[0] = known.computeIfAbsent(sql, this::rewritten);
        }
        try {
            Object answer = method.invoke(wrapped, arguments);
            return method.getName().equals("createStatement") && answer instanceof Statement statement
                    ? wrap(Statement.class, statement)
                    : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private String rewritten(String sql) {
        return names.matcher(sql).replaceAll("read_model." + TwinTables.PREFIX + "$1");
    }
}
