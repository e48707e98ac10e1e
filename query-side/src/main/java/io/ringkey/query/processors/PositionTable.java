package io.ringkey.query.processors;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the positions that the processors of all processes have committed, without claiming anything. */
final class PositionTable {

    private final JdbcClient jdbc;
    private final Serializer serializer;

    PositionTable(JdbcClient jdbc, Serializer serializer) {
        this.jdbc = jdbc;
        this.serializer = serializer;
    }

    /** The positions of a projection's segments; none while it has never run. */
    List<StoredPosition> of(String projection) {
        return jdbc.sql("""
                        SELECT segment, token, token_type, owner
                          FROM read_model.token_entry
                         WHERE processor_name = ?
                         ORDER BY segment
                        """)
                .param(projection)
                .query((row, number) -> StoredPosition.of(row.getInt("segment"), token(row), row.getString("owner")))
                .list();
    }

    private @Nullable TrackingToken token(ResultSet row) throws SQLException {
        byte[] token = row.getBytes("token");
        return token == null
                ? null
                : serializer.deserialize(
                        new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null));
    }
}
