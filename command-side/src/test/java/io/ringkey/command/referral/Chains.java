package io.ringkey.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.RunningCommandSide;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The chains of invitations, as their rows have them. */
final class Chains {

    private Chains() {}

    /** Whoever goes up comes to an end; and there are as many links as the record says. */
    static Map<UUID, UUID> withoutACircle(RunningCommandSide app) {
        var inviters = new HashMap<UUID, UUID>();
        app.jdbc()
                .sql("SELECT account_id, inviter_id FROM command_state.referral")
                .query(row -> {
                    inviters.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                });
        for (UUID start : inviters.keySet()) {
            int steps = 0;
            for (UUID up = start; up != null; up = inviters.get(up)) {
                assertThat(++steps).as("steps up, in a circle").isLessThanOrEqualTo(inviters.size() + 1);
            }
        }
        assertThat(app.count("referral.invite-applied") - app.count("referral.revoked"))
                .isEqualTo(inviters.size());
        return inviters;
    }
}
