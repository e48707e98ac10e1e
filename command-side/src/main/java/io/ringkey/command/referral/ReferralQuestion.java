package io.ringkey.command.referral;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ringkey.api.referral.ReferralQuestionCommand.DismissQuestion;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import java.time.Clock;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** What became of a question about referrals. The questions themselves are the read side's; here is who answered. */
@Aggregate
public class ReferralQuestion {

    /** Read by Axon alone. */
    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable")
    private UUID question;

    private int people;

    /** For Axon, which fills it from the record. */
    @SuppressWarnings("NullAway.Init")
    ReferralQuestion() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(DismissQuestion command, Clock clock) {
        if (command.people() <= people) {
            return false;
        }
        apply(new QuestionDismissed(
                command.question(),
                command.people(),
                command.reason(),
                command.by().value(),
                clock.instant()));
        return true;
    }

    @EventSourcingHandler
    void on(QuestionDismissed event) {
        question = event.question();
        people = event.people();
    }
}
