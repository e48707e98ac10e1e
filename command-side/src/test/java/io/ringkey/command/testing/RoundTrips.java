package io.ringkey.command.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Counts how often a thread waits for the database: statements that are sent together count once, and so does a commit.
 * What is counted on connections of the limits' own is not. To be started with the application.
 */
public final class RoundTrips implements BeanPostProcessor {

    private static final ThreadLocal<Integer> COUNT = ThreadLocal.withInitial(() -> 0);

    /** What this thread did meanwhile. */
    public static int of(Callable<?> work) throws Exception {
        COUNT.set(0);
        work.call();
        return COUNT.get();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database
                ? counting(DataSource.class, database, (method, answer) -> {
                    return answer instanceof Connection connection ? counting(connection) : answer;
                })
                : bean;
    }

    private static Connection counting(Connection connection) {
        return counting(Connection.class, connection, (method, answer) -> {
            if (method.getName().equals("commit")) {
                COUNT.set(COUNT.get() + 1);
            }
            return answer instanceof PreparedStatement statement ? counting(statement) : answer;
        });
    }

    private static PreparedStatement counting(PreparedStatement statement) {
        return counting(PreparedStatement.class, statement, (method, answer) -> {
            if (method.getName().startsWith("execute")) {
                COUNT.set(COUNT.get() + 1);
            }
            return answer;
        });
    }

    private interface Then {
        Object of(Method method, Object answer) throws SQLException;
    }

    private static <T> T counting(Class<T> type, T counted, Then then) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    try {
                        return then.of(method, method.invoke(counted, given));
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
