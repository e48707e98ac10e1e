package io.ringkey.command.verification;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.dispatch.SharedCommands;
import io.ringkey.command.limit.Limits;
import io.ringkey.command.limit.Limits.Sending;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.number.PhoneNumbers.Ahead;
import io.ringkey.command.number.PhoneNumbers.Row;
import io.ringkey.eventstore.StreamsAhead;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Commands about different numbers may share a transaction: all that comes of signing in. Not two that change one number's
 * row, which follow each other, nor one about a number that another transaction has in its hands.
 */
@Component
final class NumbersTogether implements SharedCommands {

    private final PhoneNumbers numbers;
    private final StreamsAhead streams;
    private final Accounts accounts;
    private final Limits limits;
    private final InstantSource clock;

    NumbersTogether(PhoneNumbers numbers, StreamsAhead streams, Accounts accounts, Limits limits, Clock clock) {
        this.numbers = numbers;
        this.streams = streams;
        this.accounts = accounts;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public boolean mayShare(Object command) {
        return command instanceof RequestCode || command instanceof VerifyCode || command instanceof RecordCodeSent;
    }

    @Override
    public Collection<CommandMessage<?>> readAhead(List<CommandMessage<?>> commands) {
        var opened = new ArrayList<PhoneNumber>();
        var locked = new ArrayList<PhoneNumber>();
        var named = new ArrayList<NumberStreamId>();
        for (CommandMessage<?> command : commands) {
            switch (command.getPayload()) {
                case RequestCode request -> opened.add(request.phone());
                case VerifyCode verify -> {
                    switch (verify.target()) {
                        case Target.OfPhone number -> locked.add(number.phone());
                        case Target.OfChallenge challenge -> named.add(challenge.stream());
                    }
                }
                case RecordCodeSent sent -> named.add(sent.stream());
                default -> throw new IllegalArgumentException("this command shares no transaction");
            }
        }
        locked.removeAll(opened);
        Ahead rows = numbers.readAhead(opened, locked, named);
        var together = new ArrayList<CommandMessage<?>>();
        Set<UUID> taken = new HashSet<>();
        Map<String, Sending> sendings = new LinkedHashMap<>();
        Set<UUID> toRead = new HashSet<>();
        Set<AccountId> comingBack = new HashSet<>();
        for (CommandMessage<?> command : commands) {
            Row row = rowOf(command.getPayload(), rows);
            if (row == null || changesRow(command) && !taken.add(row.stream().value())) {
                continue;
            }
            together.add(command);
            if (!row.fresh()) {
                toRead.add(row.stream().value());
            } else if (command.getPayload() instanceof RequestCode request) {
                sendings.put(command.getIdentifier(), new Sending(request.phone(), request.origin()));
            }
            if (command.getPayload() instanceof VerifyCode && row.account() != null) {
                comingBack.add(row.account());
            }
        }
        limits.takeAhead(sendings, clock.instant());
        streams.read(toRead);
        accounts.readAhead(comingBack);
        return together;
    }

    /** That a code was sent is on record of the stream alone, and in nobody's way. */
    private static boolean changesRow(CommandMessage<?> command) {
        return !(command.getPayload() instanceof RecordCodeSent);
    }

    private static @Nullable Row rowOf(Object command, Ahead rows) {
        return switch (command) {
            case RequestCode request -> rows.byNumber().get(request.phone());
            case VerifyCode verify ->
                switch (verify.target()) {
                    case Target.OfPhone number -> rows.byNumber().get(number.phone());
                    case Target.OfChallenge challenge -> rows.byStream().get(challenge.stream());
                };
            case RecordCodeSent sent -> rows.byStream().get(sent.stream());
            default -> null;
        };
    }
}
