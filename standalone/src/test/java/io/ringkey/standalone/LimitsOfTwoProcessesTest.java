package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.Together;
import io.ringkey.standalone.support.TwoPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all devices that are not recognised share, where two processes share a database. */
class LimitsOfTwoProcessesTest {

    /** At most as many as a block has numbers. */
    private static final int CALLS = Integer.getInteger("ringkey.limit-calls", 64);

    private static final int LANES = 8;
    private static final int CAP = 40;
    private static final String OUTBOX_KEY = "outbox-key-of-tests";

    @TempDir
    private static Path directory;

    private static TwoPrograms programs;

    @BeforeAll
    static void start() throws IOException {
        programs = TwoPrograms.start(
                directory,
                Map.of(
                        "RINGKEY_SMS_SENDER", "outbox",
                        "RINGKEY_OUTBOX_KEY", OUTBOX_KEY,
                        "RINGKEY_TRUSTED_PROXIES", "127.0.0.1",
                        "RINGKEY_NUMBERS_PER_ADDRESS_AN_HOUR", "10",
                        "RINGKEY_SENDS_PER_PREFIX_AN_HOUR", "30",
                        "RINGKEY_CONVERSION_AFTER", "50",
                        "RINGKEY_SPRAYED_SHORT_CODES_A_DAY", "" + CAP));
    }

    @AfterAll
    static void stop() {
        programs.close();
    }

    // C16
    @Test
    void theAddressesOfOneNetworkAreOne() {
        long before = sent();

        Together.inLanes(
                LANES,
                CALLS,
                call -> ask(at(call, "2001:db8:7:9::" + Integer.toHexString(call + 1)), inItsBlock("+7914", call)));

        assertThat(sent() - before).isEqualTo(10);
        ask(at(CALLS, "2001:db8:7:a::1"), inItsBlock("+7914", CALLS));
        assertThat(sent() - before).as("and the network beside it").isEqualTo(10 + 1);
        System.out.printf("C16: %d addresses of one /64 at two processes, 10 messages%n", CALLS);
    }

    // C20
    @Test
    void aBlockOfNumbersIsSentThirtyMessagesAndAPersonItKnowsTheirs() {
        String block = "+7916777";
        String owner = block + "0000";
        long before = sent();
        String device = deviceOf(owner);

        Together.inLanes(
                LANES,
                CALLS - 1,
                call -> ask(
                        at(call, "198.51.%d.%d".formatted(call / 200, call % 200)),
                        block + "%04d".formatted(call + 1)));

        assertThat(sent() - before).isEqualTo(30);
        ask(at(0, "203.0.113.7").with("Ringkey-Device", device), owner);
        assertThat(sent() - before).as("and one to the owner").isEqualTo(30 + 1);
        System.out.printf("C20: %d numbers of one block at two processes, 30 messages%n", CALLS - 1);
    }

    // C21
    @Test
    void ofAllNumbersTogetherNoMoreShortCodesAreLookedAtThanTheCap() {
        Together.inLanes(LANES, CALLS, call -> guessAt(inItsBlock("+7915", call), call));

        assertThat(shortCodesLookedAt()).isEqualTo(CAP);
        System.out.printf(
                "C21: 3 wrong codes for each of %d numbers at two processes, %d short ones looked at%n", CALLS, CAP);
    }

    private static void guessAt(String phone, int call) {
        Answer asked = ask(at(call, "2001:db8:%x::1".formatted(call)), phone);
        int digits = asked.json().path("code_length").asInt();
        String wrong = digits > 4 ? "0".repeat(digits) : Person.wrong(codeOf(phone));
        for (int guess = 0; guess < 3; guess++) {
            Client anywhere = at(call + guess, "2001:db8:%x:%x::1".formatted(call, guess));
            assertThat(anywhere.post("/api/users/token/", Map.of("phone", phone, "password", wrong))
                            .status())
                    .isEqualTo(401);
        }
    }

    /** The one process and the other in turn, called from an address. */
    private static Client at(int call, String address) {
        return programs.clients().get(call % 2).with("X-Forwarded-For", address);
    }

    /** Numbers that differ in more than their last four digits. */
    private static String inItsBlock(String start, int number) {
        return start + "%03d%04d".formatted(number % 1000, number / 1000);
    }

    private static Answer ask(Client client, String phone) {
        Answer asked = client.post("/api/users/login/", Map.of("phone", phone));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
        return asked;
    }

    private static String codeOf(String phone) {
        Answer code = programs.clients()
                .getFirst()
                .with("Outbox-Key", OUTBOX_KEY)
                .get("/outbox/latest?phone=%2B" + phone.substring(1));
        assertThat(code.status()).as(code.toString()).isEqualTo(200);
        return code.body().strip();
    }

    private static String deviceOf(String phone) {
        Client client = at(0, "203.0.113.6").with("Ringkey-Device", "new");
        ask(client, phone);
        Answer token = client.post("/api/users/token/", Map.of("phone", phone, "password", codeOf(phone)));
        return Objects.requireNonNull(token.text("device"), token.toString());
    }

    private static long sent() {
        return count("SELECT count(*) FROM event_store.domain_event"
                + " WHERE payload_type IN ('verification.code-requested', 'verification.code-requested-again')");
    }

    private static long shortCodesLookedAt() {
        return count("""
                WITH event AS (
                    SELECT payload_type AS type, convert_from(payload, 'UTF8')::jsonb AS payload
                      FROM event_store.domain_event)
                SELECT count(*) FROM event wrong
                  JOIN event asked ON asked.payload ->> 'challenge' = wrong.payload ->> 'challenge'
                 WHERE wrong.type = 'verification.wrong-code-given' AND asked.type = 'verification.code-requested'
                   AND (asked.payload ->> 'code_length')::int < 6
                """);
    }

    private static long count(String sql) {
        return Objects.requireNonNull(programs.database().queryForObject(sql, Long.class));
    }
}
