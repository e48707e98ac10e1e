package io.ringkey.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Randomness;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FreeInviteCodesTest {

    private static final int MANY = 3 * FreeInviteCodes.LOOKED_UP_AT_ONCE;

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void areNobodys() {
        List<InviteCode> drawn =
                Stream.generate(drawing(0, 1)::next).limit(MANY).toList();
        List<InviteCode> taken = drawn.subList(50, 120);
        taken.forEach(code -> app.jdbc()
                .sql("INSERT INTO command_state.invite_code (code, account_id) VALUES (?, ?)")
                .params(code.value(), UUID.randomUUID())
                .update());

        List<InviteCode> given =
                Stream.generate(drawing(0, 1)::next).limit(MANY - taken.size()).toList();

        var free = new ArrayList<>(drawn);
        free.removeAll(taken);
        assertThat(given).containsExactlyElementsOf(free);
    }

    @Test
    void areGivenOnceEachHoweverOftenTheyAreDrawn() {
        assertThat(Stream.generate(drawing(1_000, 3)::next).limit(FreeInviteCodes.LOOKED_UP_AT_ONCE))
                .doesNotHaveDuplicates();
    }

    /** Draws one code after another from a place on, each so many times. */
    private static FreeInviteCodes drawing(int from, int times) {
        var drawn = new AtomicInteger();
        Randomness oneAfterAnother = count -> {
            int number = from + drawn.getAndIncrement() / times;
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) (number % InviteCode.ALPHABET.length());
                number /= InviteCode.ALPHABET.length();
            }
            return bytes;
        };
        return new FreeInviteCodes(app.bean(DataSource.class), oneAfterAnother);
    }
}
