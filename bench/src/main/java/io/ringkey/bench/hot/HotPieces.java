package io.ringkey.bench.hot;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.command.keys.SecretKey;
import io.ringkey.command.session.AccessTokenIssuer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Measured by JMH, which fills and calls this. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@NullUnmarked
public class HotPieces {

    private static final int NONCE = 16;

    private Serializer serializer;
    private List<Object> events;
    private List<SerializedObject<byte[]>> written;
    private SecretKey key;
    private byte[] nonce;
    private AccessTokenIssuer issuer;
    private JwtDecoder tokens;
    private AccountId account;
    private SessionId session;
    private String token;

    @Setup
    public void make() {
        serializer = Pieces.eventSerializer();
        events = Pieces.signIn();
        // The keys of the subjects are made with the first values, in a transaction as of a command.
        Pieces.side()
                .bean(TransactionManager.class)
                .executeInTransaction(() -> written = events.stream()
                        .map(event -> serializer.serialize(event, byte[].class))
                        .toList());
        key = new SecretKey(1, new byte[32]);
        nonce = new byte[NONCE];
        issuer = Pieces.side().bean(AccessTokenIssuer.class);
        tokens = Pieces.side().bean(JwtDecoder.class);
        account = new AccountId(new UUID(1, 1));
        session = new SessionId(new UUID(1, 2));
        token = issuer.issue(account, session, true);
    }

    /** The five events of somebody's first sign-in, personal values encrypted. */
    @Benchmark
    public void writeEvents(Blackhole sink) {
        for (Object event : events) {
            sink.consume(serializer.serialize(event, byte[].class));
        }
    }

    /** The same, read and decrypted. */
    @Benchmark
    public void readEvents(Blackhole sink) {
        for (SerializedObject<byte[]> event : written) {
            sink.consume((Object) serializer.deserialize(event));
        }
    }

    /** What the digits of a code are taken from. */
    @Benchmark
    public byte[] deriveCode() {
        return key.mac(nonce, nonce, nonce, nonce);
    }

    /** An access token, with the one look into the database that it takes. */
    @Benchmark
    public String signToken() {
        return issuer.issue(account, session, true);
    }

    /** Its check, without looking whether the session lives. */
    @Benchmark
    public Jwt checkToken() {
        return tokens.decode(token);
    }
}
