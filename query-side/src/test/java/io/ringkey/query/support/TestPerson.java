package io.ringkey.query.support;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.api.referral.RevocationReason;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Somebody with an account, made of the events that the writing side would make. */
public record TestPerson(
        RunningQuerySide side, UUID account, UUID subject, UUID numberStream, String phone, String inviteCode) {

    public static final Instant REGISTERED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Somebody new, with a number and an invite code that nobody else has. */
    public static TestPerson registered(RunningQuerySide side) {
        return registered(side, REGISTERED);
    }

    public static TestPerson registered(RunningQuerySide side, Instant at) {
        var person = unregistered(side);
        person.register(at);
        return person;
    }

    /** Somebody whose account is still to come. */
    public static TestPerson unregistered(RunningQuerySide side) {
        int number = NUMBER.incrementAndGet();
        return new TestPerson(
                side, side.newId(), side.newId(), side.newId(), "+7913%07d".formatted(number), inviteCode(number));
    }

    public void register(Instant at) {
        side.append(
                account,
                new PersonRegistered(account, subject, numberStream, Personal.of(subject, phone), at),
                new InviteCodeGiven(account, inviteCode, at));
    }

    public void lives(@Nullable String email, @Nullable String city) {
        side.append(
                account,
                new ProfileChanged(
                        account,
                        Personal.ofNullable(subject, email),
                        Personal.ofNullable(subject, city),
                        null,
                        account,
                        REGISTERED));
    }

    public void isBroughtBy(TestPerson inviter, Instant at) {
        side.append(account, new InviteApplied(account, inviter.account(), inviter.inviteCode(), at));
    }

    /** An admin takes back that the inviter brought them. */
    public void isBroughtByNobody(TestPerson inviter, Instant at) {
        side.append(
                account, new ReferralRevoked(account, inviter.account(), RevocationReason.RING, inviter.account(), at));
    }

    /** What was sealed for the person's subject is theirs, as the writing side notes it at the first sign-in. */
    public void ownsTheirSubject() {
        side.database()
                .sql("UPDATE event_store.subject_key SET owner = ? WHERE subject = ?")
                .params(account, subject)
                .update();
    }

    public void leaves() {
        side.append(account, new AccountErased(account, account, REGISTERED.plusSeconds(3600)));
    }

    /** An access token. */
    public String token() {
        return side.token(account, Role.USER);
    }

    public String path(String rest) {
        return "/api/users/" + account + rest;
    }

    private static String inviteCode(int number) {
        var code = new StringBuilder();
        for (int rest = number; code.length() < InviteCode.LENGTH; rest /= InviteCode.ALPHABET.length()) {
            code.append(InviteCode.ALPHABET.charAt(rest % InviteCode.ALPHABET.length()));
        }
        return code.toString();
    }
}
