package io.ringkey.bench.hot;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.Way;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.program.Workplace;
import io.ringkey.bench.program.WriteSide;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.serialization.Serializer;

/** The write side, once in each virtual machine that measures, and what the pieces are given to do. */
final class Pieces {

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ADDRESS = "203.0.113.7";
    private static final String CLIENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private Pieces() {}

    private static final class Holder {
        static final WriteSide SIDE = start();

        private static WriteSide start() {
            var workplace = new Workplace(Path.of(System.getProperty("java.io.tmpdir")));
            Postgres postgres = Postgres.alone(workplace.directory("pieces"));
            WriteSide side = WriteSide.on(postgres);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                side.close();
                postgres.close();
                workplace.close();
            }));
            return side;
        }
    }

    static WriteSide side() {
        return Holder.SIDE;
    }

    static Serializer eventSerializer() {
        return side().bean("eventSerializer", Serializer.class);
    }

    /** Those of somebody who signs in for the first time. */
    static List<Object> signIn() {
        UUID number = new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0001L);
        UUID account = new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0002L);
        UUID session = new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0003L);
        var phone = Personal.of(number, "+79136740000");
        var address = Personal.of(number, ADDRESS);
        var client = Personal.of(number, CLIENT);
        return List.of(
                new CodeRequested(
                        number,
                        number,
                        session,
                        Purpose.SIGN_IN,
                        DeviceClass.UNRECOGNISED,
                        phone,
                        4,
                        3,
                        AT,
                        AT.plusSeconds(300),
                        address,
                        client),
                new CodeVerified(number, session, account, session, Way.TOKEN_PAIR, AT, address, client),
                new PersonRegistered(account, account, number, Personal.of(account, "+79136740000"), AT),
                new InviteCodeGiven(account, "K7WQ4M", AT),
                new SessionOpened(
                        session,
                        account,
                        account,
                        session,
                        Way.TOKEN_PAIR,
                        DeviceClass.UNRECOGNISED,
                        AT,
                        AT.plusSeconds(86_400),
                        Personal.of(account, ADDRESS),
                        Personal.of(account, CLIENT)));
    }
}
