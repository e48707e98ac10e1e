package io.ringkey.command.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Randomness;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.command.testing.TestClock;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.WrongMasterKey;
import io.ringkey.web.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class KeyRingTest {

    private static final byte[] MASTER = new byte[32];
    private static final byte[] ANOTHER_MASTER = HexFormat.of().parseHex("01".repeat(32));
    private static final byte[] INPUT = "input".getBytes(StandardCharsets.US_ASCII);

    private final Randomness randomness = new SecureRandomness();
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private String url;
    private JdbcClient jdbc;

    @BeforeEach
    void freshDatabase() {
        url = TestDatabase.freshUrl();
        DataSource dataSource = TestDatabase.at(url);
        for (String schema : new String[] {"event_store", "command_state"}) {
            SchemaMigrations.migrate(dataSource, schema, Map.of("query_role", "CURRENT_USER"));
        }
        jdbc = JdbcClient.create(dataSource);
    }

    @Test
    void makesAKeyForEveryPurposeOnce() {
        KeyRing first = ring(MASTER);
        KeyRing second = ring(MASTER);

        assertThat(count()).isEqualTo(KeyPurpose.values().length);
        assertThat(first.current(KeyPurpose.CODE).mac(INPUT))
                .isEqualTo(second.current(KeyPurpose.CODE).mac(INPUT))
                .isNotEqualTo(first.current(KeyPurpose.COOKIE).mac(INPUT));
        assertThat(first.signing().pair()).isEqualTo(second.signing().pair());
    }

    @Test
    void keepsKeysOutOfTheDatabaseInTheClear() {
        String signing = ring(MASTER).signing().pair().getD().toString();

        String dump = String.join(
                "\n",
                jdbc.sql("SELECT k::text FROM command_state.key k")
                        .query(String.class)
                        .list());
        assertThat(dump)
                .doesNotContain(signing)
                .doesNotContain(HexFormat.of().formatHex(signing.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void refusesAnotherMasterKeyAndWritesNothing() {
        ring(MASTER);
        jdbc.sql("DELETE FROM command_state.key WHERE purpose = 'cookie'").update();

        assertThatThrownBy(() -> ring(ANOTHER_MASTER))
                .isInstanceOf(WrongMasterKey.class)
                .hasMessageStartingWith("RINGKEY_MASTER_KEY, or the master key's file, does not hold the key");
        assertThat(count()).isEqualTo(KeyPurpose.values().length - 1);
    }

    @Test
    void stopsTheProgramAtStartForAnotherMasterKeyAndMigratesNothing() {
        String databaseUrl = TestDatabase.freshUrl();
        DataSource earlier = TestDatabase.at(databaseUrl);
        var versions = Map.of("event_store", "2", "command_state", "40");
        CommandSideSchema.migrateTo(versions, earlier, Settings.of(Map.of()));
        new JdbcKeyRing(JdbcClient.create(earlier), new MasterKey(ANOTHER_MASTER), randomness, clock);

        assertThatThrownBy(() -> RunningCommandSide.start(databaseUrl, Map.of()))
                .hasRootCauseInstanceOf(WrongMasterKey.class);
        assertThat(CommandSideSchema.versions(earlier)).isEqualTo(versions);
    }

    @Test
    void takesUpANewKeyAndKeepsTheOldOne() {
        KeyRing ring = ring(MASTER);
        byte[] old = ring.current(KeyPurpose.REFRESH).mac(INPUT);
        byte[] place = "refresh-2".getBytes(StandardCharsets.UTF_8);
        jdbc.sql("INSERT INTO command_state.key (purpose, key_id, wrapped, made_at) VALUES ('refresh', 2, ?, now())")
                .param(new MasterKey(MASTER).wrap(randomness.bytes(32), place))
                .update();

        assertThat(ring.find(KeyPurpose.REFRESH, 2)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ring.find(KeyPurpose.REFRESH, 2)).isPresent();
        assertThat(ring.current(KeyPurpose.REFRESH).id()).isEqualTo(2);
        assertThat(ring.find(KeyPurpose.REFRESH, 1).orElseThrow().mac(INPUT)).isEqualTo(old);
        assertThat(ring.find(KeyPurpose.REFRESH, 3)).isEmpty();
    }

    @Test
    void opensAWrappedKeyInItsPlaceAlone() {
        var master = new MasterKey(MASTER);
        byte[] secret = randomness.bytes(32);
        byte[] wrapped = master.wrap(secret, INPUT);

        assertThat(master.unwrap(wrapped, INPUT)).hasValue(secret);
        assertThat(master.unwrap(wrapped, "elsewhere".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(master.unwrap(Arrays.copyOf(wrapped, 10), INPUT)).isEmpty();
        wrapped[20] ^= 1;
        assertThat(master.unwrap(wrapped, INPUT)).isEmpty();
    }

    @Test
    void tellsListsOfPartsApart() {
        var key = new SecretKey(1, new byte[32]);

        assertThat(key.mac(new byte[] {1, 2}, new byte[] {3}))
                .isNotEqualTo(key.mac(new byte[] {1}, new byte[] {2, 3}))
                .isNotEqualTo(key.mac(new byte[] {1, 2, 3}));
        assertThat(key).hasToString("(secret key 1)");
    }

    private KeyRing ring(byte[] master) {
        return new JdbcKeyRing(JdbcClient.create(TestDatabase.at(url)), new MasterKey(master), randomness, clock);
    }

    private long count() {
        return jdbc.sql("SELECT count(*) FROM command_state.key")
                .query(Long.class)
                .single();
    }
}
