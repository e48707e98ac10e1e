package io.ringkey.query.processors;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;

/**
 * Where projections stand. A transaction that stores a position does not wait for the disk, because what a crash takes is
 * projected again: the position goes with the rows.
 */
final class ProjectionTokens extends JdbcTokenStore {

    /** A crashed process's segments are taken over after this; a process that stops lets go of them. */
    private static final Duration CLAIM = Duration.ofSeconds(5);

    /** To say so in the statement itself saves a round trip for each batch. */
    private static final String STORE = """
            UPDATE read_model.token_entry SET token = ?, token_type = ?, "timestamp" = ?
             WHERE owner = ? AND processor_name = ? AND segment = ?
               AND set_config('synchronous_commit', 'off', true) IS NOT NULL
            """;

    private final Serializer serializer;
    private final String process;

    ProjectionTokens(DataSource dataSource, Serializer serializer, String process) {
        super(settings(dataSource, serializer, process));
        this.serializer = serializer;
        this.process = process;
    }

    private static Builder settings(DataSource dataSource, Serializer serializer, String process) {
        return builder()
                .connectionProvider(new SpringDataSourceConnectionProvider(dataSource))
                .schema(TokenSchema.builder()
                        .setTokenTable("read_model.token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setSegmentColumn("segment")
                        .setTokenColumn("token")
                        .setTokenTypeColumn("token_type")
                        .setTimestampColumn("timestamp")
                        .setOwnerColumn("owner")
                        .build())
                .contentType(byte[].class)
                .serializer(serializer)
                .claimTimeout(CLAIM)
                .nodeId(process);
    }

    @Override
    protected PreparedStatement storeUpdate(Connection connection, TrackingToken token, String projection, int segment)
            throws SQLException {
        AbstractTokenEntry<byte[]> entry =
                new GenericTokenEntry<>(token, serializer, byte[].class, projection, segment);
        PreparedStatement update = connection.prepareStatement(STORE);
        int parameter = 0;
        update.setBytes(++parameter, entry.getSerializedToken().getData());
        update.setString(++parameter, entry.getSerializedToken().getType().getName());
        update.setString(++parameter, entry.timestampAsString());
        update.setString(++parameter, process);
        update.setString(++parameter, projection);
        update.setInt(++parameter, segment);
        return update;
    }
}
