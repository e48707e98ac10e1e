package io.ringkey.command.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Failure;
import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.BlockPerson;
import io.ringkey.api.account.AccountCommand.ChangeProfile;
import io.ringkey.api.account.AccountCommand.EraseAccount;
import io.ringkey.api.account.AccountCommand.SetRole;
import io.ringkey.api.account.AccountCommand.UnblockPerson;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.AvatarChanged;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.PersonUnblocked;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.AvatarChange;
import io.ringkey.api.account.ProfileChanges;
import io.ringkey.api.account.ProfileChanges.Change;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralCommand.ApplyInvite;
import io.ringkey.api.referral.ReferralCommand.RevokeReferral;
import io.ringkey.api.referral.ReferralCommand.TryNoInvite;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.api.referral.RevocationOutcome;
import io.ringkey.api.referral.RevocationReason;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.Way;
import io.ringkey.command.avatar.Avatars;
import io.ringkey.command.avatar.Picture;
import io.ringkey.command.referral.Referrals;
import io.ringkey.command.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final AccountId ANNA = AccountId.parse("01900000-0000-7000-8000-00000000000a");
    private static final AccountId BORIS = AccountId.parse("01900000-0000-7000-8000-00000000000b");
    private static final AccountId ADMIN = AccountId.parse("01900000-0000-7000-8000-0000000000ad");
    private static final UUID SUBJECT = UUID.fromString("01900000-0000-7000-8000-000000000005");
    private static final NumberStreamId NUMBER = NumberStreamId.parse("01900000-0000-4000-8000-000000000006");
    private static final PhoneNumber PHONE = new PhoneNumber("+79136740000");
    private static final NumberStreamId OTHER_NUMBER = NumberStreamId.parse("01900000-0000-4000-8000-000000000007");
    private static final PhoneNumber OTHER_PHONE = new PhoneNumber("+79136740077");
    private static final InviteCode OWN_CODE = new InviteCode("ANNA22");
    private static final InviteCode BORIS_CODE = new InviteCode("BRS234");
    private static final InviteCode CIRCLE = new InviteCode("CRC222");

    private static final PersonRegistered REGISTERED =
            new PersonRegistered(ANNA.value(), SUBJECT, NUMBER.value(), Personal.of(SUBJECT, PHONE.e164()), NOW);
    private static final InviteCodeGiven CODE_GIVEN = new InviteCodeGiven(ANNA.value(), OWN_CODE.value(), NOW);
    private static final ProfileChanged LIVES_IN_OMSK =
            new ProfileChanged(ANNA.value(), null, Personal.of(SUBJECT, "Омск"), null, ANNA.value(), NOW);
    private static final InviteApplied BROUGHT_BY_BORIS =
            new InviteApplied(ANNA.value(), BORIS.value(), BORIS_CODE.value(), NOW);

    private static final ReferralRevoked REVOKED =
            new ReferralRevoked(ANNA.value(), BORIS.value(), RevocationReason.RING, ADMIN.value(), NOW);

    private final List<String> deeds = new ArrayList<>();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final AggregateTestFixture<Account> fixture = new AggregateTestFixture<>(Account.class);

    @BeforeEach
    void providePorts() {
        fixture.registerInjectableResources(
                clock, new FakeReferrals(), new RecordedAvatars(), new RecordedRows(), new RecordedSessions());
        fixture.registerInjectableResource((Belongings) account -> deeds.add("belongings of " + account + " deleted"));
    }

    @Test
    void beginsWithThePersonAndTheirInviteCode() {
        fixture.givenNoPriorActivity()
                .whenConstructing(() -> new Account(ANNA, SUBJECT, NUMBER, PHONE, OWN_CODE, NOW))
                .expectEvents(REGISTERED, CODE_GIVEN);
    }

    @Test
    void changesTheFieldsThatAreNamedAndKeepsTheOthers() {
        registered(LIVES_IN_OMSK)
                .when(change(new ProfileChanges(new Change("anna@example.org"), null, null)))
                .expectResultMessagePayload(new ProfileOutcome.Changed())
                .expectEvents(new ProfileChanged(
                        ANNA.value(),
                        Personal.of(SUBJECT, "anna@example.org"),
                        Personal.of(SUBJECT, "Омск"),
                        null,
                        ANNA.value(),
                        NOW));
    }

    @Test
    void clearsAField() {
        registered(LIVES_IN_OMSK)
                .when(change(new ProfileChanges(null, new Change(null), null)))
                .expectEvents(new ProfileChanged(ANNA.value(), null, null, null, ANNA.value(), NOW));
    }

    @Test
    void recordsNothingWhenAllIsSoAlready() {
        registered(LIVES_IN_OMSK)
                .when(change(new ProfileChanges(new Change(null), new Change("Омск"), null)))
                .expectResultMessagePayload(new ProfileOutcome.Unchanged())
                .expectNoEvents();
    }

    @Test
    void takesAChangeOfTheVersionThatWasSeen() {
        registered()
                .when(change(new ProfileChanges(null, new Change("Омск"), null), 1L))
                .expectResultMessagePayload(new ProfileOutcome.Changed());
    }

    @Test
    void refusesAChangeOfAnOlderVersion() {
        registered(LIVES_IN_OMSK)
                .when(change(new ProfileChanges(null, new Change("Томск"), null), 1L))
                .expectResultMessagePayload(new ProfileOutcome.Stale())
                .expectNoEvents();
    }

    @Test
    void showsAnotherPicture() {
        registered()
                .when(change(new AvatarChange.Show("name")))
                .expectResultMessagePayload(new ProfileOutcome.Changed())
                .expectEvents(new AvatarChanged(ANNA.value(), "name", ANNA.value(), NOW));
        assertThat(deeds).containsExactly("shown name");
    }

    @Test
    void removesThePictureOnce() {
        registered(new AvatarChanged(ANNA.value(), "name", ANNA.value(), NOW))
                .when(change(new AvatarChange.Remove()))
                .expectEvents(new AvatarChanged(ANNA.value(), null, ANNA.value(), NOW));
        assertThat(deeds).containsExactly("pictures of " + ANNA + " deleted");
        registered()
                .when(change(new AvatarChange.Remove()))
                .expectResultMessagePayload(new ProfileOutcome.Unchanged())
                .expectNoEvents();
    }

    @Test
    void appliesAnInviteTogetherWithTheRest() {
        registered()
                .when(changeAndApply(BORIS_CODE))
                .expectResultMessagePayload(new ProfileOutcome.Changed())
                .expectEvents(BROUGHT_BY_BORIS, LIVES_IN_OMSK);
    }

    @Test
    void appliesNothingOfTheRestWhenTheInviteIsRefused() {
        registered()
                .when(changeAndApply(CIRCLE))
                .expectResultMessagePayload(new ProfileOutcome.InviteRefused())
                .expectNoEvents();
        registered(BROUGHT_BY_BORIS)
                .when(changeAndApply(CIRCLE))
                .expectResultMessagePayload(new ProfileOutcome.InviteAlreadyApplied())
                .expectNoEvents();
    }

    @Test
    void appliesAnInviteOnceForGood() {
        registered()
                .when(new ApplyInvite(ANNA, BORIS_CODE))
                .expectResultMessagePayload(new ReferralOutcome.Applied())
                .expectEvents(BROUGHT_BY_BORIS);
        registered(BROUGHT_BY_BORIS)
                .when(new ApplyInvite(ANNA, BORIS_CODE))
                .expectResultMessagePayload(new ReferralOutcome.AlreadyThis())
                .expectNoEvents();
        registered(BROUGHT_BY_BORIS)
                .when(new ApplyInvite(ANNA, CIRCLE))
                .expectResultMessagePayload(new ReferralOutcome.AlreadyAnother())
                .expectNoEvents();
    }

    @Test
    void believesTheRowWhenAnotherProcessWasFaster() {
        registered()
                .when(new ApplyInvite(ANNA, FakeReferrals.FASTER_SAME))
                .expectResultMessagePayload(new ReferralOutcome.AlreadyThis())
                .expectNoEvents();
        registered()
                .when(new ApplyInvite(ANNA, FakeReferrals.FASTER_OTHER))
                .expectResultMessagePayload(new ReferralOutcome.AlreadyAnother())
                .expectNoEvents();
    }

    // I3
    @Test
    void takesWhatCanBeNoCodeForAWrongOneUnlessOneWasApplied() {
        registered()
                .when(new TryNoInvite(ANNA))
                .expectResultMessagePayload(new ReferralOutcome.TooManyWrong(Duration.ofHours(1)))
                .expectNoEvents();
        registered(BROUGHT_BY_BORIS)
                .when(new TryNoInvite(ANNA))
                .expectResultMessagePayload(new ReferralOutcome.AlreadyAnother())
                .expectNoEvents();
    }

    @Test
    void refusesAnInviteThatWouldCloseACircle() {
        registered()
                .when(new ApplyInvite(ANNA, CIRCLE))
                .expectResultMessagePayload(new ReferralOutcome.Refused())
                .expectNoEvents();
    }

    // I1
    @Test
    void losesTheirInviterOnceForGood() {
        registered(BROUGHT_BY_BORIS)
                .when(new RevokeReferral(ANNA, RevocationReason.RING, ADMIN))
                .expectResultMessagePayload(RevocationOutcome.REVOKED)
                .expectEvents(REVOKED);
        assertThat(deeds).containsExactly("referral of " + ANNA + " revoked");
        registered(BROUGHT_BY_BORIS, REVOKED)
                .when(new RevokeReferral(ANNA, RevocationReason.MISTAKE, ADMIN))
                .expectResultMessagePayload(RevocationOutcome.REVOKED_BEFORE)
                .expectNoEvents();
        registered()
                .when(new RevokeReferral(ANNA, RevocationReason.RING, ADMIN))
                .expectResultMessagePayload(RevocationOutcome.NOTHING_TO_REVOKE)
                .expectNoEvents();
        assertThat(deeds).isEmpty();
    }

    // I1, I4
    @Test
    void appliesNoCodeAgainOnceTheReferralIsRevoked() {
        for (InviteCode code : List.of(BORIS_CODE, CIRCLE)) {
            registered(BROUGHT_BY_BORIS, REVOKED)
                    .when(new ApplyInvite(ANNA, code))
                    .expectResultMessagePayload(new ReferralOutcome.AlreadyAnother())
                    .expectNoEvents();
        }
        registered(BROUGHT_BY_BORIS, REVOKED)
                .when(changeAndApply(BORIS_CODE))
                .expectResultMessagePayload(new ProfileOutcome.InviteAlreadyApplied())
                .expectNoEvents();
    }

    @Test
    void losesTheirInviterAlsoAfterLeaving() {
        registered(BROUGHT_BY_BORIS, new AccountErased(ANNA.value(), ANNA.value(), NOW))
                .when(new RevokeReferral(ANNA, RevocationReason.RING, ADMIN))
                .expectResultMessagePayload(RevocationOutcome.REVOKED)
                .expectEvents(REVOKED);
    }

    @Test
    void setsARoleOnce() {
        registered()
                .when(new SetRole(ANNA, Role.MODERATOR, ADMIN))
                .expectEvents(new RoleChanged(ANNA.value(), Role.MODERATOR, ADMIN.value(), NOW));
        assertThat(deeds).containsExactly("role MODERATOR");
        registered(new RoleChanged(ANNA.value(), Role.MODERATOR, ADMIN.value(), NOW))
                .when(new SetRole(ANNA, Role.MODERATOR, ADMIN))
                .expectNoEvents();
    }

    @Test
    void isMadeAnAdminByWhoeverRunsTheServer() {
        registered()
                .whenInvoking(ANNA.toString(), person -> person.makeAdmin(new RecordedRows(), clock))
                .expectEvents(new RoleChanged(ANNA.value(), Role.ADMIN, null, NOW));
    }

    // A3
    @Test
    void recordsAnotherNumberAndWhichOneItTakesThePlaceOf() {
        registered()
                .whenInvoking(ANNA.toString(), person -> person.changePhone(OTHER_PHONE, OTHER_NUMBER, NUMBER, clock))
                .expectEvents(new PhoneChanged(
                        ANNA.value(),
                        Personal.of(SUBJECT, OTHER_PHONE.e164()),
                        OTHER_NUMBER.value(),
                        NUMBER.value(),
                        NOW));
    }

    @Test
    void takesNoOtherNumberWhileBlockedOrOnceErased() {
        registered(new PersonBlocked(ANNA.value(), ADMIN.value(), NOW))
                .whenInvoking(ANNA.toString(), person -> person.changePhone(OTHER_PHONE, OTHER_NUMBER, NUMBER, clock))
                .expectException(Failure.class);
        registered(new AccountErased(ANNA.value(), ANNA.value(), NOW))
                .whenInvoking(ANNA.toString(), person -> person.changePhone(OTHER_PHONE, OTHER_NUMBER, NUMBER, clock))
                .expectException(Failure.class);
    }

    @Test
    void isSignedOutEverywhereWhenBlocked() {
        registered()
                .when(new BlockPerson(ANNA, ADMIN))
                .expectEvents(new PersonBlocked(ANNA.value(), ADMIN.value(), NOW));
        assertThat(deeds).containsExactly("blocked true", "sessions ended, PERSON_BLOCKED");
    }

    @Test
    void isBlockedAndUnblockedOnce() {
        var blocked = new PersonBlocked(ANNA.value(), ADMIN.value(), NOW);
        registered(blocked).when(new BlockPerson(ANNA, ADMIN)).expectNoEvents();
        registered(blocked)
                .when(new UnblockPerson(ANNA, ADMIN))
                .expectEvents(new PersonUnblocked(ANNA.value(), ADMIN.value(), NOW));
        registered(blocked, new PersonUnblocked(ANNA.value(), ADMIN.value(), NOW))
                .when(new UnblockPerson(ANNA, ADMIN))
                .expectNoEvents();
    }

    @Test
    void isErasedWithAllThatIsKeptOfThem() {
        registered()
                .when(new EraseAccount(ANNA, ANNA))
                .expectEvents(new AccountErased(ANNA.value(), ANNA.value(), NOW));
        assertThat(deeds).containsExactly("row deleted", "belongings of " + ANNA + " deleted");
    }

    @Test
    void takesNothingMoreOnceErased() {
        var erased = new AccountErased(ANNA.value(), ANNA.value(), NOW);
        registered(erased)
                .when(change(new ProfileChanges(null, new Change("Омск"), null)))
                .expectResultMessagePayload(new ProfileOutcome.Gone())
                .expectNoEvents();
        for (Object command : List.of(
                new ApplyInvite(ANNA, BORIS_CODE),
                new SetRole(ANNA, Role.ADMIN, ADMIN),
                new BlockPerson(ANNA, ADMIN),
                new UnblockPerson(ANNA, ADMIN),
                new EraseAccount(ANNA, ADMIN))) {
            registered(erased).when(command).expectException(Failure.class).expectNoEvents();
        }
    }

    private TestExecutor<Account> registered(Object... more) {
        deeds.clear();
        return fixture.given(REGISTERED, CODE_GIVEN).andGiven(more);
    }

    private static ChangeProfile change(ProfileChanges changes) {
        return new ChangeProfile(ANNA, changes, null, null, null, ANNA);
    }

    private static ChangeProfile change(ProfileChanges changes, long ifVersion) {
        return new ChangeProfile(ANNA, changes, null, null, ifVersion, ANNA);
    }

    private static ChangeProfile change(AvatarChange avatar) {
        return new ChangeProfile(ANNA, ProfileChanges.NONE, null, avatar, null, ANNA);
    }

    private static ChangeProfile changeAndApply(InviteCode code) {
        return new ChangeProfile(ANNA, new ProfileChanges(null, new Change("Омск"), null), code, null, null, ANNA);
    }

    private final class FakeReferrals implements Referrals {

        static final InviteCode FASTER_SAME = new InviteCode("FAST22");
        static final InviteCode FASTER_OTHER = new InviteCode("FAST33");

        @Override
        public Decision bring(AccountId applicant, InviteCode code) {
            if (code.equals(BORIS_CODE)) {
                return new Decision.BroughtBy(BORIS);
            }
            return code.equals(CIRCLE) ? new Decision.Refused() : new Decision.BroughtBefore(code.equals(FASTER_SAME));
        }

        @Override
        public Decision refuse(AccountId applicant) {
            return new Decision.TooManyWrong(Duration.ofHours(1));
        }

        @Override
        public InviteCode giveCode(AccountId account) {
            return OWN_CODE;
        }

        @Override
        public void revoke(AccountId applicant) {
            deeds.add("referral of " + applicant + " revoked");
        }

        @Override
        public void noteBroughtBefore(AccountId account) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void voidCodeOf(AccountId account) {
            throw new UnsupportedOperationException();
        }
    }

    private final class RecordedAvatars implements Avatars {

        @Override
        public String keep(AccountId owner, Picture picture) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> shownOf(AccountId owner) {
            return Optional.empty();
        }

        @Override
        public void show(AccountId owner, String name) {
            deeds.add("shown " + name);
        }

        @Override
        public void discard(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteAllOf(AccountId owner) {
            deeds.add("pictures of " + owner + " deleted");
        }
    }

    private final class RecordedRows implements AccountRows {

        @Override
        public void add(AccountId account, UUID subject, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void lock(AccountId account) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setRole(AccountId account, Role role) {
            deeds.add("role " + role);
        }

        @Override
        public void setBlocked(AccountId account, boolean blocked) {
            deeds.add("blocked " + blocked);
        }

        @Override
        public void delete(AccountId account) {
            deeds.add("row deleted");
        }

        @Override
        public Optional<Accounts.Standing> find(AccountId account) {
            return Optional.empty();
        }

        @Override
        public void readAhead(Collection<AccountId> accounts) {
            throw new UnsupportedOperationException();
        }
    }

    private final class RecordedSessions implements Sessions {

        @Override
        public int endAll(AccountId account, EndReason reason, Optional<SessionId> except) {
            deeds.add("sessions ended, " + reason);
            return 1;
        }

        @Override
        public Opened open(
                AccountId account,
                UUID subject,
                ChallengeId challenge,
                Way way,
                DeviceClass deviceClass,
                Origin origin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Opened> handOutPair(SessionId session) {
            return Optional.empty();
        }

        @Override
        public boolean end(SessionId session, EndReason reason) {
            return false;
        }

        @Override
        public Optional<AccountId> ownerOf(SessionId session) {
            return Optional.empty();
        }
    }
}
