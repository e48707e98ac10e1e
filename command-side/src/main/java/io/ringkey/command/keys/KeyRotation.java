package io.ringkey.command.keys;

import io.ringkey.command.keys.MakeNewKeys.Made;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumMap;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts new keys in the place of current ones, and says when those are of no more use (T12). */
public final class KeyRotation {

    /** A key that is used sooner might meet a process that has not heard of it. */
    public static final Duration SHORTEST_NOTICE = Duration.ofSeconds(5);

    /** Longer than other services keep our public keys without asking again. */
    public static final Duration USUAL_NOTICE = Duration.ofMinutes(10);

    /** For clocks that differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Duration LONGEST_COOKIE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final KeyMaker maker;
    private final Settings settings;
    private final InstantSource clock;

    KeyRotation(JdbcClient jdbc, KeyMaker maker, Settings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.maker = maker;
        this.settings = settings;
        this.clock = clock;
    }

    @CommandHandler
    Made handle(MakeNewKeys command) {
        // Another rotation at the same time would not see these keys, and leave them without an end.
        jdbc.sql("LOCK TABLE command_state.key IN SHARE ROW EXCLUSIVE MODE").update();
        Instant usedFrom = clock.instant().plus(command.notice());
        var olderUntil = new EnumMap<KeyPurpose, Instant>(KeyPurpose.class);
        command.purposes().forEach(purpose -> {
            Instant until = usedFrom.plus(lifeOf(purpose)).plus(MARGIN);
            retireAll(purpose, until);
            maker.make(purpose, newest(purpose) + 1, usedFrom);
            olderUntil.put(purpose, until);
        });
        return new Made(usedFrom, olderUntil);
    }

    private void retireAll(KeyPurpose purpose, Instant until) {
        jdbc.sql("UPDATE command_state.key SET retired_at = ? WHERE purpose = ? AND retired_at IS NULL")
                .params(until.atOffset(ZoneOffset.UTC), purpose.storedName())
                .update();
    }

    private int newest(KeyPurpose purpose) {
        return jdbc.sql("SELECT max(key_id) FROM command_state.key WHERE purpose = ?")
                .param(purpose.storedName())
                .query(Integer.class)
                .single();
    }

    /** How long what a key has made can be of use. */
    private Duration lifeOf(KeyPurpose purpose) {
        return switch (purpose) {
            case TOKEN_SIGNING -> settings.duration(Setting.ACCESS_TTL);
            case REFRESH -> settings.duration(Setting.REFRESH_TTL);
            case CODE -> settings.duration(Setting.CODE_TTL);
            case COOKIE -> longer(settings.duration(Setting.CODE_TTL), LONGEST_COOKIE);
            case PHONE_HASH, LIMIT, TOMBSTONE ->
                throw new IllegalArgumentException("what is found by its hash is found by this key alone");
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
