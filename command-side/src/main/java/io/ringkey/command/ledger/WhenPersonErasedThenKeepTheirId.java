package io.ringkey.command.ledger;

import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountId;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;

/** Keeps in the ledger who is erased, as it happens. */
@ProcessingGroup(WhenPersonErasedThenKeepTheirId.GROUP)
@DisallowReplay
final class WhenPersonErasedThenKeepTheirId {

    static final String GROUP = "keep-erasures";

    private final ErasureLedger ledger;

    WhenPersonErasedThenKeepTheirId(ErasureLedger ledger) {
        this.ledger = ledger;
    }

    @EventHandler
    void on(AccountErased event) {
        ledger.add(Map.of(new AccountId(event.account()), event.erasedAt()));
    }
}
