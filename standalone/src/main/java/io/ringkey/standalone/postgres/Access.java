package io.ringkey.standalone.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server on this machine.
 *
 * @param password never shown
 */
record Access(int port, String password) {

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_ACCESS_RULE = "28000";
    private static final String TRY_SECONDS = "5";

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.DATABASE;
    }

    /**
     * Whether the server there takes connections; not so while it starts, recovers or stops.
     *
     * @throws CannotStart if it is not the server of this cluster
     */
    boolean answersFor(Path cluster) {
        Properties properties = new Properties();
        properties.setProperty("user", Cluster.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", TRY_SECONDS);
        properties.setProperty("socketTimeout", TRY_SECONDS);
        try (Connection connection = DriverManager.getConnection(url(), properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW data_directory")) {
            result.next();
            Path theirs = Path.of(result.getString(1));
            if (!Files.exists(theirs) || !Files.isSameFile(theirs, cluster)) {
                throw notOurs("keeps another directory, " + theirs, null);
            }
            return true;
        } catch (SQLException refused) {
            String state = String.valueOf(refused.getSQLState());
            if (state.equals(WRONG_PASSWORD) || state.equals(NO_ACCESS_RULE)) {
                throw notOurs("does not take the password kept beside " + cluster, refused);
            }
            return false;
        } catch (IOException unreadable) {
            throw notOurs("keeps a directory that cannot be read", unreadable);
        }
    }

    private CannotStart notOurs(String complaint, @Nullable Exception cause) {
        String sentence = "The PostgreSQL on port " + port + ", which postmaster.pid names, " + complaint
                + ": stop it and start again.";
        return cause == null ? new CannotStart(sentence) : new CannotStart(sentence, cause);
    }

    @Override
    public String toString() {
        return "Access[port=" + port + "]";
    }
}
