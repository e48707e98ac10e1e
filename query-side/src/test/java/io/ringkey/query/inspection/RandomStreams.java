package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.AvatarChanged;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.NumberGivenUp;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.PersonUnblocked;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import io.ringkey.api.referral.RevocationReason;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionConfirmed;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionLeftUnconfirmed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.NumberProved;
import io.ringkey.api.verification.VerificationEvent.PairHandedOut;
import io.ringkey.api.verification.VerificationEvent.SignInRefused;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesForgiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesRemembered;
import io.ringkey.api.verification.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Streams of every kind, in any order that chance gives: what is folded need not make sense to be folded rightly. */
final class RandomStreams {

    private static final int LONGEST = 24;

    private final Random random;
    private final Supplier<UUID> ids;
    private Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

    RandomStreams(long seed, Supplier<UUID> ids) {
        this.random = new Random(seed);
        this.ids = ids;
    }

    record Made(String kind, UUID stream, List<DomainEvent> events) {}

    Made next() {
        UUID stream = ids.get();
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> new Made("account", stream, account(stream));
            case 3, 4 -> new Made("number", stream, number(stream));
            case 5 -> new Made("session", stream, session(stream));
            case 6 -> new Made("rule", stream, rule(stream));
            case 7 -> new Made("question", stream, question(stream));
            default -> new Made("looks", stream, looks(stream));
        };
    }

    private List<DomainEvent> account(UUID account) {
        UUID subject = ids.get();
        return stream(
                new PersonRegistered(account, subject, ids.get(), phone(subject), later()),
                () -> switch (random.nextInt(13)) {
                    case 0 -> new InviteCodeGiven(account, word(), later());
                    case 1, 2, 3, 4 ->
                        new ProfileChanged(account, maybe(subject), maybe(subject), maybe(subject), ids.get(), later());
                    case 5 -> new AvatarChanged(account, random.nextBoolean() ? word() : null, account, later());
                    case 6 -> new RoleChanged(account, one(Role.values()), null, later());
                    case 7 -> new PersonBlocked(account, ids.get(), later());
                    case 8 -> new PersonUnblocked(account, ids.get(), later());
                    case 9 -> new PhoneChanged(account, phone(subject), ids.get(), null, later());
                    case 10 -> new NumberGivenUp(account, ids.get(), later());
                    case 11 ->
                        random.nextBoolean()
                                ? new InviteApplied(account, ids.get(), word(), later())
                                : new ReferralRevoked(
                                        account, ids.get(), one(RevocationReason.values()), ids.get(), later());
                    default ->
                        random.nextInt(4) == 0
                                ? new AccountErased(account, account, later())
                                : new InviteCodeGiven(account, word(), later());
                });
    }

    private List<DomainEvent> session(UUID session) {
        UUID subject = ids.get();
        UUID account = ids.get();
        return stream(
                new SessionOpened(
                        session,
                        account,
                        subject,
                        ids.get(),
                        one(Way.values()),
                        one(DeviceClass.values()),
                        later(),
                        later(),
                        value(subject),
                        maybe(subject)),
                () -> switch (random.nextInt(5)) {
                    case 0 -> new SessionSeenElsewhere(session, account, later(), value(subject), maybe(subject));
                    case 1 -> new RefreshTokenReused(session, account, later(), value(subject), null);
                    case 2 -> new SessionEnded(session, account, one(EndReason.values()), later());
                    case 3 -> new SessionLeftUnconfirmed(session, account, later());
                    default -> new SessionConfirmed(session, account, ids.get(), later());
                });
    }

    private List<DomainEvent> number(UUID stream) {
        UUID subject = ids.get();
        var challenges = new ArrayList<UUID>();
        return stream(asked(stream, subject, challenges), () -> {
            UUID challenge = challenges.get(Math.max(0, challenges.size() - 1 - random.nextInt(3)));
            return switch (random.nextInt(15)) {
                case 0, 1 -> asked(stream, subject, challenges);
                case 2 ->
                    new CodeRequestedAgain(
                            stream, challenge, 2 + random.nextInt(3), later(), value(subject), maybe(subject));
                case 3, 4, 5, 6 ->
                    new WrongCodeGiven(stream, challenge, random.nextInt(4), later(), value(subject), maybe(subject));
                case 7 ->
                    new CodeVerified(
                            stream,
                            challenge,
                            ids.get(),
                            ids.get(),
                            one(Way.values()),
                            later(),
                            value(subject),
                            maybe(subject));
                case 8 -> new SignInRefused(stream, challenge, ids.get(), later(), value(subject), maybe(subject));
                case 9 -> new ChangeRefused(stream, challenge, ids.get(), later(), value(subject), maybe(subject));
                case 10 ->
                    new NumberProved(stream, challenge, ids.get(), ids.get(), later(), value(subject), maybe(subject));
                case 11 -> new PairHandedOut(stream, challenge, ids.get(), later());
                case 12 ->
                    random.nextBoolean()
                            ? new WrongCodesForgiven(stream, challenge, one(DeviceClass.values()), later())
                            : new WrongCodesRemembered(
                                    stream, challenge, one(DeviceClass.values()), random.nextInt(9), later(), later());
                case 13 -> new CodeSent(stream, challenge, 1, "webhook", later());
                default -> new SendingFailed(stream, challenge, 1, "webhook", word(), later());
            };
        });
    }

    private CodeRequested asked(UUID stream, UUID subject, List<UUID> challenges) {
        UUID challenge = ids.get();
        challenges.add(challenge);
        return new CodeRequested(
                stream,
                subject,
                challenge,
                one(Purpose.values()),
                one(DeviceClass.values()),
                phone(subject),
                4 + random.nextInt(5),
                3,
                later(),
                later(),
                value(subject),
                maybe(subject));
    }

    private List<DomainEvent> rule(UUID stream) {
        LimitRule rule = one(LimitRule.values());
        return stream(
                new LimitRefused(stream, rule, null, later(), later()),
                () -> random.nextBoolean()
                        ? new LimitRefused(stream, rule, ids.get(), later(), later())
                        : new RefusalsCounted(
                                stream, rule, later(), later(), random.nextInt(50), random.nextInt(5_000)));
    }

    private List<DomainEvent> looks(UUID stream) {
        UUID by = ids.get();
        return stream(look(stream, by), () -> look(stream, by));
    }

    private List<DomainEvent> question(UUID stream) {
        return stream(dismissed(stream), () -> dismissed(stream));
    }

    private QuestionDismissed dismissed(UUID stream) {
        return new QuestionDismissed(stream, random.nextInt(99), one(DismissalReason.values()), ids.get(), later());
    }

    private Looked look(UUID stream, UUID by) {
        return new Looked(stream, by, "/" + word(), random.nextBoolean() ? word() : null, later());
    }

    private List<DomainEvent> stream(DomainEvent first, Supplier<DomainEvent> next) {
        var events = new ArrayList<DomainEvent>();
        events.add(first);
        int length = random.nextInt(LONGEST);
        for (int event = 0; event < length; event++) {
            events.add(next.get());
        }
        return events;
    }

    private Personal phone(UUID subject) {
        return Personal.of(subject, "+7913%07d".formatted(random.nextInt(10_000_000)));
    }

    private Personal value(UUID subject) {
        return Personal.of(subject, word());
    }

    private @Nullable Personal maybe(UUID subject) {
        return random.nextInt(3) == 0 ? null : value(subject);
    }

    private String word() {
        return Integer.toString(1 + random.nextInt(2_000_000), 36);
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private Instant later() {
        now = now.plusSeconds(1 + random.nextInt(600));
        return now;
    }
}
