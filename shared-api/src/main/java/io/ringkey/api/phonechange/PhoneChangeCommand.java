package io.ringkey.api.phonechange;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.ChangeProfile;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.OneTimeCode;

/** What can be asked for in order to change a person's number. */
public sealed interface PhoneChangeCommand {

    /**
     * Asks for the code that proves the new number, and changes the rest of the profile in the same step: both or
     * neither. Answered with a {@link PhoneChangeRequestOutcome}.
     *
     * @param rest what else the same call changes; its account is the person
     * @param session the session that asks, which alone can give the code
     */
    record BeginPhoneChange(ChangeProfile rest, SessionId session, PhoneNumber phone, Origin origin)
            implements PhoneChangeCommand {}

    /**
     * Gives the code that was sent to the new number. Answered with a {@link PhoneChangeOutcome}.
     *
     * @param session the session that gives it; it goes on, the person's others end
     */
    record ChangePhone(AccountId account, SessionId session, OneTimeCode code, Origin origin)
            implements PhoneChangeCommand {}
}
