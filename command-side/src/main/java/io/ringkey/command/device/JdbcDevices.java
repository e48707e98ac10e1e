package io.ringkey.command.device;

import io.ringkey.api.Randomness;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.DeviceSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows in {@code command_state.device}: hashes only. */
@Component
final class JdbcDevices implements Devices {

    private static final int SECRET_BYTES = 32;
    private static final int MOST_OF_A_PERSON = 20;

    private final JdbcClient jdbc;
    private final Randomness randomness;
    private final InstantSource clock;

    JdbcDevices(DataSource dataSource, Randomness randomness, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.randomness = randomness;
        this.clock = clock;
    }

    @Override
    public DeviceClass classOf(Device device, @Nullable AccountId owner) {
        DeviceSecret secret = device.secret();
        if (secret == null || owner == null) {
            return DeviceClass.UNRECOGNISED;
        }
        boolean known = jdbc.sql(
                        "SELECT EXISTS (SELECT FROM command_state.device WHERE device_hash = ? AND account_id = ?)")
                .params(hash(secret), owner.value())
                .query(Boolean.class)
                .single();
        return known ? DeviceClass.RECOGNISED : DeviceClass.UNRECOGNISED;
    }

    @Override
    public DeviceSecret recognise(AccountId person) {
        var secret = new DeviceSecret(
                Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(SECRET_BYTES)));
        jdbc.sql("INSERT INTO command_state.device (device_hash, account_id, made_at) VALUES (?, ?, ?)")
                .params(hash(secret), person.value(), clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                        DELETE FROM command_state.device
                         WHERE device_hash IN (SELECT device_hash FROM command_state.device WHERE account_id = ?
                                                ORDER BY made_at DESC OFFSET ?)
                        """).params(person.value(), MOST_OF_A_PERSON).update();
        return secret;
    }

    @Override
    public void forgetAllOf(AccountId person) {
        jdbc.sql("DELETE FROM command_state.device WHERE account_id = ?")
                .param(person.value())
                .update();
    }

    private static byte[] hash(DeviceSecret secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.value().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
