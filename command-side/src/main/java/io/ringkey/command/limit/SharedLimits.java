package io.ringkey.command.limit;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.limit.OncePerCommand.LimitsCall;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The limits as the settings have them: all on, or all off. */
@Component
final class SharedLimits implements Limits {

    private final SendWindows windows;
    private final Spraying spraying;
    private final RefusalRecord record;
    private final RefusalMeters meters;
    private final OncePerCommand once;
    private final boolean on;

    SharedLimits(
            SendWindows windows,
            Spraying spraying,
            RefusalRecord record,
            RefusalMeters meters,
            LimitSettings settings,
            Clock clock) {
        this.windows = windows;
        this.spraying = spraying;
        this.record = record;
        this.meters = meters;
        this.once = new OncePerCommand(clock);
        this.on = settings.on();
    }

    @Override
    public Optional<Refusal> takeSend(PhoneNumber phone, Origin origin, Instant now) {
        return on
                ? once.count(
                        LimitsCall.TAKE_SEND,
                        () -> windows.take(phone, origin, now).map(meters::count))
                : Optional.empty();
    }

    @Override
    public void takeAhead(Map<String, Sending> sendings, Instant now) {
        List<String> commands = sendings.keySet().stream()
                .filter(command -> !once.hasCounted(command, LimitsCall.TAKE_SEND))
                .toList();
        if (!on || commands.isEmpty() || windows.dependOnCountry()) {
            return;
        }
        List<Sending> wanted = commands.stream()
                .map(sendings::get)
                .map(Objects::requireNonNull)
                .toList();
        // Whoever leads the commands reads on meanwhile.
        var taking = CompletableFuture.supplyAsync(
                () -> {
                    Map<Integer, Refusal> refused = windows.takeAll(wanted, now);
                    refused.values().forEach(meters::count);
                    return refused;
                },
                Thread::startVirtualThread);
        for (int place = 0; place < commands.size(); place++) {
            int mine = place;
            once.note(
                    commands.get(place),
                    LimitsCall.TAKE_SEND,
                    taking.thenApply(refused -> Optional.ofNullable(refused.get(mine))));
        }
    }

    @Override
    public void givenBack(PhoneNumber phone, Instant now) {
        if (on) {
            windows.givenBack(phone, now);
        }
    }

    @Override
    public int shortestCode(Instant now) {
        return on ? spraying.shortestCode(now) : 0;
    }

    @Override
    public Optional<Refusal> countWrongCode(int length, Instant now) {
        return on ? spraying.count(length, now).map(meters::count) : Optional.empty();
    }

    @Override
    public Refusal refusedByNumber(NumberStreamId number, Instant now) {
        return once.count(LimitsCall.REFUSE, () -> Optional.of(meters.count(windows.refusedByNumber(number, now))))
                .orElseThrow();
    }

    @Override
    public Refusal refusedInvite(AccountId person, Instant now) {
        return once.count(LimitsCall.REFUSE_INVITE, () -> Optional.of(meters.count(windows.refusedInvite(person, now))))
                .orElseThrow();
    }

    @Override
    public void record(Refusal refusal, @Nullable NumberStreamId number, Instant now) {
        if (refusal.first()) {
            record.first(refusal, number, now);
        }
    }
}
