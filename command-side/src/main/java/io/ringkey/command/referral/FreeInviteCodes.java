package io.ringkey.command.referral;

import io.ringkey.api.Randomness;
import io.ringkey.api.referral.InviteCode;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Invite codes at random that were nobody's when they were looked up, many at once. Where a million people have one, one in a
 * thousand at random is somebody's already, and whoever runs into that undoes all that shares the transaction. Whose a code is
 * in the end its row decides. Thread-safe.
 */
@Component
final class FreeInviteCodes {

    static final int LOOKED_UP_AT_ONCE = 100;

    private final Queue<InviteCode> free = new ConcurrentLinkedQueue<>();
    private final JdbcClient jdbc;
    private final Randomness randomness;

    FreeInviteCodes(DataSource dataSource, Randomness randomness) {
        this.jdbc = JdbcClient.create(dataSource);
        this.randomness = randomness;
    }

    /** One that this process has given to nobody. */
    InviteCode next() {
        @Nullable InviteCode next = free.poll();
        while (next == null) {
            lookUp();
            next = free.poll();
        }
        return next;
    }

    private void lookUp() {
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < LOOKED_UP_AT_ONCE) {
            codes.add(atRandom());
        }
        jdbc.sql("SELECT code FROM command_state.invite_code WHERE code = ANY (?::text[])")
                .param(codes.toArray(String[]::new))
                .query(String.class)
                .list()
                .forEach(codes::remove);
        codes.stream().map(InviteCode::new).forEach(free::add);
    }

    private String atRandom() {
        var code = new StringBuilder(InviteCode.LENGTH);
        for (byte random : randomness.bytes(InviteCode.LENGTH)) {
            code.append(InviteCode.ALPHABET.charAt(random & (InviteCode.ALPHABET.length() - 1)));
        }
        return code.toString();
    }
}
