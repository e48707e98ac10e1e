package io.ringkey.command.account;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.ChangeProfile;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.avatar.Avatars;
import io.ringkey.command.referral.Referrals;
import io.ringkey.eventstore.SubjectKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Accounts as streams of events, with their standing in rows beside them. */
@Component
final class StreamedAccounts implements Accounts, NumberHolders, Promotions {

    private final Repository<Account> accounts;
    private final AccountRows rows;
    private final Referrals referrals;
    private final Avatars avatars;
    private final SubjectKeys subjects;
    private final Clock clock;

    StreamedAccounts(
            Repository<Account> accounts,
            AccountRows rows,
            Referrals referrals,
            Avatars avatars,
            SubjectKeys subjects,
            Clock clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.referrals = referrals;
        this.avatars = avatars;
        this.subjects = subjects;
        this.clock = clock;
    }

    @Override
    public InviteCode register(AccountId account, UUID subject, NumberStreamId number, PhoneNumber phone) {
        Instant now = clock.instant();
        InviteCode code = referrals.giveCode(account);
        rows.add(account, subject, now);
        subjects.tie(subject, account.value());
        try {
            accounts.newInstance(() -> new Account(account, subject, number, phone, code, now));
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new IllegalStateException(checked);
        }
        return code;
    }

    @Override
    public Optional<Standing> standing(AccountId account) {
        return rows.find(account);
    }

    @Override
    public void readAhead(Collection<AccountId> those) {
        rows.readAhead(those);
    }

    @Override
    public void makeAdmin(AccountId account) {
        accounts.load(account.toString()).execute(person -> person.makeAdmin(rows, clock));
    }

    @Override
    public void takeTurn(AccountId account) {
        rows.lock(account);
    }

    @Override
    public ProfileOutcome changeProfile(ChangeProfile command) {
        return accounts.load(command.account().toString())
                .invoke(person -> person.handle(command, referrals, avatars, clock));
    }

    @Override
    public void changePhone(
            AccountId account, PhoneNumber phone, NumberStreamId number, @Nullable NumberStreamId former) {
        accounts.load(account.toString()).execute(person -> person.changePhone(phone, number, former, clock));
    }
}
