package io.ringkey.command.administration;

import io.ringkey.api.Ids;
import io.ringkey.api.account.AccountCommand.MakeAdmin;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.account.Promotions;
import io.ringkey.command.number.PhoneNumbers;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.stereotype.Component;

/** Makes an administrator of whoever holds a number, also of somebody who has never signed in. */
@Component
class FirstAdmin {

    private final PhoneNumbers numbers;
    private final Accounts accounts;
    private final Promotions promotions;
    private final Ids ids;

    FirstAdmin(PhoneNumbers numbers, Accounts accounts, Promotions promotions, Ids ids) {
        this.numbers = numbers;
        this.accounts = accounts;
        this.promotions = promotions;
        this.ids = ids;
    }

    @CommandHandler
    AccountId handle(MakeAdmin command) {
        var number = numbers.open(command.phone());
        AccountId account = number.account();
        if (account == null) {
            account = new AccountId(ids.next());
            accounts.register(account, ids.next(), number.stream(), command.phone());
            numbers.give(number.stream(), command.phone(), account);
        }
        promotions.makeAdmin(account);
        return account;
    }
}
