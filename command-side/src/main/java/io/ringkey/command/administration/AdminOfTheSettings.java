package io.ringkey.command.administration;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.MakeAdmin;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes an administrator of the person whom the settings name: once per number, so that an administrator who lost the
 * role does not get it back by a restart.
 */
@Component
class AdminOfTheSettings implements ApplicationRunner {

    private static final String WHAT = "admin-phone";

    private final Settings settings;
    private final Commands commands;
    private final KeyRing keys;
    private final JdbcClient jdbc;
    private final Clock clock;

    AdminOfTheSettings(Settings settings, Commands commands, KeyRing keys, DataSource dataSource, Clock clock) {
        this.settings = settings;
        this.commands = commands;
        this.keys = keys;
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        settings.optional(Setting.ADMIN_PHONE).map(this::readable).ifPresent(this::makeAdminOnce);
    }

    private PhoneNumber readable(String phone) {
        return PhoneNumber.parse(phone, settings.text(Setting.DEFAULT_REGION))
                .orElseThrow(() ->
                        new BadSetting(Setting.ADMIN_PHONE.variable() + " is not a phone number that can be dialled."));
    }

    private void makeAdminOnce(PhoneNumber phone) {
        byte[] value = keys.current(KeyPurpose.PHONE_HASH)
                .mac(WHAT.getBytes(StandardCharsets.US_ASCII), phone.e164().getBytes(StandardCharsets.US_ASCII));
        boolean done = jdbc.sql("SELECT count(*) FROM command_state.done_once WHERE what = ? AND value = ?")
                        .params(WHAT, value)
                        .query(Long.class)
                        .single()
                > 0;
        if (!done) {
            commands.send(new MakeAdmin(phone), AccountId.class);
            jdbc.sql(
                            "INSERT INTO command_state.done_once (what, value, done_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                    .params(WHAT, value, clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
