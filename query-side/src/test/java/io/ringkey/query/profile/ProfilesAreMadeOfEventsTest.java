package io.ringkey.query.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountEvent.AvatarChanged;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.NumberGivenUp;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.account.AccountEvent.PersonUnblocked;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.query.Queries;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ResourceLock(RunningQuerySide.SHARED)
class ProfilesAreMadeOfEventsTest {

    private static final Instant LATER = TestPerson.REGISTERED.plusSeconds(60);

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson person = TestPerson.registered(side);

    @Test
    void showsSomeoneNewWithTheirInviteCode() {
        assertThat(profile())
                .contains(new ProfileView(
                        person.account(),
                        person.phone(),
                        null,
                        null,
                        null,
                        null,
                        person.inviteCode(),
                        null,
                        List.of(),
                        0,
                        "user",
                        TestPerson.REGISTERED,
                        1));
    }

    @Test
    void showsWhatWasChangedLast() {
        person.lives("ann@example.org", "Омск");
        side.append(
                person.account(),
                new ProfileChanged(
                        person.account(),
                        null,
                        Personal.of(person.subject(), "Томск"),
                        Personal.of(person.subject(), "@ann"),
                        person.account(),
                        LATER),
                new AvatarChanged(person.account(), "a-random-name", person.account(), LATER),
                new RoleChanged(person.account(), Role.MODERATOR, null, LATER));

        var profile = profile().orElseThrow();

        assertThat(profile.email()).isNull();
        assertThat(profile.city()).isEqualTo("Томск");
        assertThat(profile.telegramId()).isEqualTo("@ann");
        assertThat(profile.avatar()).isEqualTo("a-random-name");
        assertThat(profile.role()).isEqualTo("moderator");
        assertThat(profile.version()).isEqualTo(5);
    }

    // A3
    @Test
    void showsTheNumberThatSomebodyChangedTo() {
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(person, LATER);
        side.append(
                brought.account(),
                new PhoneChanged(
                        brought.account(),
                        Personal.of(brought.subject(), "+79991112233"),
                        side.newId(),
                        brought.numberStream(),
                        LATER));

        assertThat(profile(brought).orElseThrow().phone()).isEqualTo("+79991112233");
        assertThat(profile(brought).orElseThrow().version()).isEqualTo(3);
        assertThat(profile().orElseThrow().referrals())
                .extracting(ReferralItem::phone)
                .containsExactly("+7999•••••33");
    }

    // A2
    @Test
    void showsNoNumberOfSomebodyWhoseNumberIsAnothersNow() {
        side.append(person.account(), new NumberGivenUp(person.account(), person.numberStream(), LATER));

        assertThat(profile().orElseThrow().phone()).isNull();
        assertThat(row().get("masked_phone")).isNull();
    }

    @Test
    void remembersWhoIsBlocked() {
        side.append(person.account(), new PersonBlocked(person.account(), person.account(), LATER));
        assertThat(profile().orElseThrow().version()).isEqualTo(2);
        assertThat(row().get("blocked")).isEqualTo(true);

        side.append(person.account(), new PersonUnblocked(person.account(), person.account(), LATER));
        assertThat(profile()).isPresent();
        assertThat(row().get("blocked")).isEqualTo(false);
    }

    @Test
    void showsBothSidesOfAnInvitation() {
        var brought = TestPerson.registered(side);
        brought.lives(null, "Омск");
        brought.isBroughtBy(person, LATER);

        var profile = profile().orElseThrow();

        assertThat(profile.referrals())
                .containsExactly(new ReferralItem(brought.account(), masked(brought), "Омск", LATER));
        assertThat(profile.referralsTotal()).isEqualTo(1);
        assertThat(profile.version()).isEqualTo(1);
        assertThat(profile(brought).orElseThrow().referralCode()).isEqualTo(person.inviteCode());
    }

    @Test
    void showsTheNewestHundredOfManyAndCountsThemAll() {
        var brought = LongStream.range(0, 103)
                .mapToObj(second -> {
                    var applicant = TestPerson.registered(side);
                    applicant.isBroughtBy(person, LATER.plusSeconds(second));
                    return applicant.account();
                })
                .toList();

        var profile = profile().orElseThrow();

        assertThat(profile.referrals())
                .extracting(ReferralItem::userId)
                .containsExactlyElementsOf(brought.subList(3, 103).reversed());
        assertThat(profile.referralsTotal()).isEqualTo(103);
    }

    @Test
    void keepsNothingPersonalOfSomeoneErased() {
        var brought = TestPerson.registered(side);
        brought.lives("bob@example.org", "Омск");
        brought.isBroughtBy(person, LATER);
        brought.leaves();

        assertThat(profile(brought)).isEmpty();
        assertThat(row(brought))
                .containsEntry("erased", true)
                .containsEntry("phone", null)
                .containsEntry("masked_phone", null)
                .containsEntry("email", null)
                .containsEntry("folded_email", null)
                .containsEntry("city", null)
                .containsEntry("folded_city", null)
                .containsEntry("telegram_id", null)
                .containsEntry("avatar", null)
                .containsEntry("invite_code", null);
        // D3
        assertThat(profile().orElseThrow().referrals())
                .containsExactly(new ReferralItem(brought.account(), null, null, LATER));
        assertThat(profile().orElseThrow().referralsTotal()).isEqualTo(1);
    }

    @Test
    void takesAnEventInOnce() {
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(person, LATER);
        side.settle();
        var projection = side.bean(ProfileProjection.class);

        new TransactionTemplate(side.bean(JpaTransactionManager.class)).executeWithoutResult(again -> {
            projection.takeIn(List.of(
                    event(2, new InviteApplied(brought.account(), person.account(), person.inviteCode(), LATER)),
                    event(1, new InviteCodeGiven(brought.account(), "222222", LATER))));
        });

        assertThat(profile().orElseThrow().referralsTotal()).isEqualTo(1);
        assertThat(profile(brought).orElseThrow().inviteCode()).isEqualTo(brought.inviteCode());
    }

    /** Whoever reads may be reading for others, too: not what their own transaction has seen. */
    @Test
    void isReadOutsideTheTransactionOfWhoeverAsks() {
        side.settle();
        new TransactionTemplate(side.bean(JpaTransactionManager.class)).executeWithoutResult(open -> {
            assertThat(asked(person)).map(ProfileView::city).isEmpty();

            CompletableFuture.runAsync(() -> person.lives("ann@example.org", "Омск"))
                    .join();
            CompletableFuture.runAsync(side::settle).join();

            assertThat(asked(person)).map(ProfileView::city).contains("Омск");
        });
    }

    private static GenericDomainEventMessage<?> event(long sequence, DomainEvent event) {
        return new GenericDomainEventMessage<>("Account", "of no matter", sequence, event);
    }

    @Test
    void takesAnEventOfSomeoneUnknownForAnError() {
        side.settle();
        long before = side.deadLetters();
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(TestPerson.unregistered(side), LATER);
        UUID unknown = side.newId();
        side.append(unknown, new AvatarChanged(unknown, null, unknown, LATER));

        await().untilAsserted(() -> assertThat(side.deadLetters()).isEqualTo(before + 2));
        assertThat(side.database()
                        .sql("SELECT cause_message FROM read_model.dead_letter WHERE aggregate_identifier = ?")
                        .param(unknown.toString())
                        .query(String.class)
                        .single())
                .contains("no row " + unknown + " in profile");
        assertThat(profile(brought).orElseThrow().referralCode()).isNull();
    }

    @Test
    void keepsNoSamplesOfPersonalColumns() {
        side.settle();
        side.database().sql("ANALYZE read_model.profile").update();
        side.database().sql("ANALYZE read_model.login_entry").update();
        assertThat(side.database()
                        .sql("SELECT attname FROM pg_stats WHERE schemaname = 'read_model'")
                        .query(String.class)
                        .list())
                .contains("account_id")
                .doesNotContain(
                        "phone",
                        "masked_phone",
                        "email",
                        "folded_email",
                        "city",
                        "folded_city",
                        "telegram_id",
                        "address",
                        "user_agent");
    }

    private Optional<ProfileView> profile() {
        return profile(person);
    }

    private Optional<ProfileView> profile(TestPerson of) {
        side.settle();
        return asked(of);
    }

    private Optional<ProfileView> asked(TestPerson of) {
        return side.bean(Queries.class).find(new GetProfile(new AccountId(of.account())), ProfileView.class);
    }

    private Map<String, Object> row() {
        return row(person);
    }

    private Map<String, Object> row(TestPerson of) {
        return side.database()
                .sql("SELECT * FROM read_model.profile WHERE account_id = ?")
                .param(of.account())
                .query()
                .singleRow();
    }

    private static String masked(TestPerson person) {
        return new PhoneNumber(person.phone()).masked();
    }
}
