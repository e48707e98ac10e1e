package io.ringkey.command.account;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.referral.Referrals;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Accounts as streams of events, with their standing in rows beside them. */
@Component
final class StreamedAccounts implements Accounts, Promotions {

    private final Repository<Account> accounts;
    private final AccountRows rows;
    private final Referrals referrals;
    private final Clock clock;

    StreamedAccounts(Repository<Account> accounts, AccountRows rows, Referrals referrals, Clock clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.referrals = referrals;
        this.clock = clock;
    }

    @Override
    public InviteCode register(AccountId account, UUID subject, NumberStreamId number, PhoneNumber phone) {
        Instant now = clock.instant();
        InviteCode code = referrals.giveCode(account);
        rows.add(account, subject, now);
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
    public void makeAdmin(AccountId account) {
        accounts.load(account.toString()).execute(person -> person.makeAdmin(rows, clock));
    }
}
