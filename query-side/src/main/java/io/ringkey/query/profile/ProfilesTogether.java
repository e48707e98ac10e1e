package io.ringkey.query.profile;

import io.ringkey.eventstore.Gathering;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads profiles that are asked for while others are read by one statement. Each is read after it was asked for, so that
 * nobody sees less than by a statement of their own. Thread-safe.
 */
@Component
class ProfilesTogether {

    private static final int MOST = 100;

    private final ProfileAnswers answers;
    private final Gathering<Asked> gathering = new Gathering<>();

    ProfilesTogether(ProfileAnswers answers) {
        this.answers = answers;
    }

    Optional<ProfileAnswer> find(UUID account) {
        var asked = new Asked(account);
        gathering.serve(asked, MOST, this::read);
        return asked.answer();
    }

    /** How many wait until somebody reads for them. */
    int waiting() {
        return gathering.waiting();
    }

    private void read(List<Asked> asked) {
        UUID[] accounts = asked.stream().map(Asked::account).distinct().toArray(UUID[]::new);
        try {
            Map<UUID, ProfileAnswer> found = answers.findAll(accounts).stream()
                    .collect(Collectors.toMap(answer -> answer.accountId, Function.identity()));
            asked.forEach(one -> one.answered(found.get(one.account())));
        } catch (RuntimeException | Error failed) {
            asked.forEach(one -> one.failed(failed));
            gathering.takeAll().forEach(one -> one.failed(failed));
        }
    }

    /** Somebody who waits for a profile. */
    private static final class Asked extends Gathering.Caller {

        private final UUID account;
        private volatile @Nullable ProfileAnswer found;
        private volatile @Nullable Throwable failure;

        Asked(UUID account) {
            this.account = account;
        }

        UUID account() {
            return account;
        }

        void answered(@Nullable ProfileAnswer with) {
            found = with;
            done();
        }

        void failed(Throwable cause) {
            failure = cause;
            done();
        }

        Optional<ProfileAnswer> answer() {
            return switch (failure) {
                case null -> Optional.ofNullable(found);
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case Throwable unforeseen -> throw new IllegalStateException(unforeseen);
            };
        }
    }
}
