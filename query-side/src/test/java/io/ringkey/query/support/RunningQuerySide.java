package io.ringkey.query.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ringkey.api.DomainEvent;
import io.ringkey.api.Ids;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.eventstore.AppendedPosition;
import io.ringkey.eventstore.LoggingInTurns;
import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.query.QuerySideApplication;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The reading side as it runs in production, on a database of its own, with what the writing side would bring: events,
 * sessions and a key, from the test's hand.
 */
public final class RunningQuerySide implements AutoCloseable {

    private static final String KEY_ID = "token-signing-1";
    private static final String SAMPLE_KEY = "cmluZ2tleS1zYW1wbGUta2V5LWRvLW5vdC1kZXBsb3k=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final ECKey key;
    private final JdbcClient database;
    private final Ids ids;
    private final Map<UUID, Long> sequences = new HashMap<>();

    private RunningQuerySide(Map<String, String> environment, DataSource owner, Class<?>... more) {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        database = JdbcClient.create(owner);
        context = RingkeyApplication.run(
                QuerySideApplication.class, Settings.of(environment), "query-side", application -> {
                    LoggingInTurns.of(application);
                    application.addPrimarySources(List.of(more));
                });
        ids = context.getBean(Ids.class);
    }

    private static final class Shared {
        static final RunningQuerySide INSTANCE = start();
    }

    /** The lock of classes that use {@link #shared()}: what one appends would move the positions that another counts on. */
    public static final String SHARED = "the shared query side";

    /** One for all tests that can share a database; never closed. */
    public static RunningQuerySide shared() {
        return Shared.INSTANCE;
    }

    /**
     * A new one on an empty database.
     *
     * @param more configurations of the test
     */
    public static RunningQuerySide start(Class<?>... more) {
        return start(Map.of(), more);
    }

    /** A new one on an empty database, told this besides. */
    public static RunningQuerySide start(Map<String, String> settings, Class<?>... more) {
        String url = TestDatabase.freshUrl();
        DataSource owner = TestDatabase.at(url);
        SchemaMigrations.migrate(owner, "event_store", Map.of("query_role", "CURRENT_USER"));
        JdbcClient.create(owner).sql(WHAT_THE_WRITING_SIDE_SHOWS).update();
        var environment = environment(url);
        environment.putAll(settings);
        var side = new RunningQuerySide(environment, owner, more);
        side.database
                .sql("INSERT INTO command_state.public_key (kid, jwk) VALUES (?, ?)")
                .params(KEY_ID, side.publicKey())
                .update();
        return side;
    }

    /** One that connects as a role of its own to a database that is all prepared. */
    public static RunningQuerySide startAs(String queryRole, String commandRole, String url, DataSource owner) {
        var environment = environment(url);
        environment.put("RINGKEY_DATABASE_USER", commandRole);
        environment.put("RINGKEY_QUERY_DATABASE_USER", queryRole);
        return new RunningQuerySide(environment, owner);
    }

    private static Map<String, String> environment(String url) {
        return new HashMap<>(Map.of(
                "RINGKEY_DATABASE_URL", url,
                "RINGKEY_MASTER_KEY", SAMPLE_KEY,
                "RINGKEY_PORT", "0",
                "RINGKEY_MANAGEMENT_PORT", "0",
                "RINGKEY_LANGUAGE", "en",
                // Histories of tests are of any time.
                "RINGKEY_LOGIN_DETAILS_KEPT", "0",
                "RINGKEY_LOG_LEVEL", "warn"));
    }

    private static final String WHAT_THE_WRITING_SIDE_SHOWS = """
            CREATE SCHEMA command_state;
            CREATE TABLE command_state.session_access (
                session_id uuid PRIMARY KEY, account_id uuid NOT NULL, role text NOT NULL, blocked boolean NOT NULL,
                ended boolean NOT NULL, expires_at timestamptz NOT NULL, signed_in_at timestamptz NOT NULL,
                browser_hash bytea, last_used_at timestamptz NOT NULL DEFAULT now(),
                confirmed boolean NOT NULL DEFAULT true);
            CREATE TABLE command_state.audit_inbox (
                account_id uuid NOT NULL, what text NOT NULL, about text, hour timestamptz NOT NULL,
                looked_at timestamptz NOT NULL, discarded_from text, discarded_event uuid, reason text, UNIQUE NULLS NOT DISTINCT (account_id, what, about, hour));
            CREATE TABLE command_state.public_key (kid text PRIMARY KEY, jwk text NOT NULL, retired_at timestamptz);
            CREATE TABLE command_state.avatar (
                name text PRIMARY KEY, account_id uuid NOT NULL, media_type text NOT NULL, picture bytea NOT NULL,
                current boolean NOT NULL DEFAULT false);
            CREATE TABLE command_state.ended_session (session_id uuid PRIMARY KEY, ended_at timestamptz NOT NULL);
            CREATE VIEW command_state.held_session AS
                SELECT a.session_id, a.account_id, e.ended_at
                  FROM command_state.session_access a LEFT JOIN command_state.ended_session e USING (session_id);
            CREATE TABLE command_state.held_device (account_id uuid NOT NULL, made_at timestamptz NOT NULL);
            CREATE TABLE command_state.held_number (
                account_id uuid NOT NULL, created_at timestamptz NOT NULL, last_seen_at timestamptz NOT NULL,
                wrong_codes integer NOT NULL, last_wrong_at timestamptz);
            CREATE TABLE command_state.held_wrong_invite (account_id uuid NOT NULL, tried_at timestamptz NOT NULL);
            CREATE TABLE command_state.brought_before (account_id uuid PRIMARY KEY);
            """;

    /** The key that checks this side's tokens, known as {@code token-signing-1}. */
    public String publicKey() {
        return key.toPublicJWK().toJSONString();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All that there are of a kind. */
    public <T> List<T> beans(Class<T> type) {
        return List.copyOf(context.getBeansOfType(type).values());
    }

    public JdbcClient database() {
        return database;
    }

    public UUID newId() {
        return ids.next();
    }

    /** Appends to a stream what the writing side would. */
    public synchronized void append(UUID stream, DomainEvent... events) {
        AppendedPosition.clear();
        for (DomainEvent event : events) {
            long sequence = sequences.merge(stream, 0L, (before, zero) -> before + 1);
            bean(EventStore.class)
                    .publish(new GenericDomainEventMessage<>(
                            "Test",
                            stream.toString(),
                            sequence,
                            event,
                            MetaData.emptyInstance(),
                            newId().toString(),
                            bean(Clock.class).instant()));
        }
    }

    /** Waits until every projection has seen all that was appended. */
    public void settle() {
        long last = last();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            assertThat(position("profiles")).isGreaterThanOrEqualTo(last);
            assertThat(position("logins")).isGreaterThanOrEqualTo(last);
            assertThat(position("sessions")).isGreaterThanOrEqualTo(last);
            assertThat(position("figures")).isGreaterThanOrEqualTo(last);
        });
    }

    /** The position of the newest event, 0 when there is none. */
    public long last() {
        return database.sql("SELECT coalesce(max(global_index), 0) FROM event_store.domain_event")
                .query(Long.class)
                .single();
    }

    private long position(String group) {
        return processor(group).processingStatus().values().stream()
                .mapToLong(status -> status.getCurrentPosition().orElse(0))
                .min()
                .orElse(0);
    }

    public StreamingEventProcessor processor(String group) {
        return bean(EventProcessingConfiguration.class)
                .eventProcessor(group, StreamingEventProcessor.class)
                .orElseThrow();
    }

    /** Stops the projections, for whoever asks the record alone. */
    public void withoutProjections() {
        bean(EventProcessingConfiguration.class).eventProcessors().values().forEach(EventProcessor::shutDown);
    }

    /** How many events the projections could not take. */
    public long deadLetters() {
        return database.sql("SELECT count(*) FROM read_model.dead_letter")
                .query(Long.class)
                .single();
    }

    /** Signs someone in, and gives the access token. */
    public String token(UUID account, Role role) {
        UUID session = newId();
        Instant now = bean(Clock.class).instant();
        database.sql("INSERT INTO command_state.session_access VALUES (?, ?, ?, false, false, ?, ?, NULL)")
                .params(
                        session,
                        account,
                        role.wireName(),
                        now.plusSeconds(600).atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC))
                .update();
        return token(account, session, now);
    }

    /** An access token of a session that stands in the database already. */
    public String token(UUID account, UUID session, Instant now) {
        var claims = new JWTClaimsSet.Builder()
                .issuer("http://127.0.0.1:8000")
                .audience("ringkey")
                .subject(new AccountId(account).toString())
                .claim("sid", session.toString())
                .jwtID(newId().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(KEY_ID)
                .type(new JOSEObjectType("at+jwt"))
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** Calls as nobody. */
    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers), BodyHandlers.ofString());
    }

    /** Calls with an access token. */
    public HttpResponse<String> getAs(String token, String path, String... headers) {
        return send(request(path, headers).header("Authorization", "Bearer " + token), BodyHandlers.ofString());
    }

    /** Asks for something to be done, with an access token. */
    public HttpResponse<String> postAs(String token, String path) {
        return send(
                request(path).header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody()),
                BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> download(String path, String... headers) {
        return send(request(path, headers), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.timeout(PATIENCE).build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
