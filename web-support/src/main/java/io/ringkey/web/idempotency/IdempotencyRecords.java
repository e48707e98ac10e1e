package io.ringkey.web.idempotency;

import io.ringkey.api.account.AccountId;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the answers that were given under a key, for a day. Shared by all processes; safe for concurrent use. Every
 * method throws {@link org.springframework.dao.DataAccessException} when the memory is away.
 */
public interface IdempotencyRecords {

    /** How long an answer is remembered. */
    Duration KEPT = Duration.ofHours(24);

    /** After this long, a call that has not answered is taken for dead; longer than any transaction may last. */
    Duration GIVEN_UP_AFTER = Duration.ofSeconds(60);

    /**
     * Claims a key for a request, unless it is claimed.
     *
     * @return {@link Begin.Fresh} when the request is the first and must now be carried out
     */
    Begin begin(Key key, byte[] requestHash);

    /** Remembers the answer to a request that was begun. */
    void finish(Key key, Answer answer);

    /** Forgets a request that was begun and came to nothing, so that it may be tried again. */
    void abandon(Key key);

    /**
     * One person's key.
     *
     * @param hash SHA-256 of the key as the person wrote it
     */
    record Key(AccountId caller, byte[] hash) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && caller.equals(key.caller) && Arrays.equals(hash, key.hash);
        }

        @Override
        public int hashCode() {
            return 31 * caller.hashCode() + Arrays.hashCode(hash);
        }
    }

    /** What is kept of an answer. */
    record Answer(int status, @Nullable String contentType, byte[] body) {}

    /** What became of claiming a key. */
    sealed interface Begin {

        /** The key is this request's now. */
        record Fresh() implements Begin {}

        /** The same request is being carried out at this moment. */
        record UnderWay() implements Begin {}

        /** The same request was answered before. */
        record Answered(Answer answer) implements Begin {}

        /** The key was used for another request. */
        record KeyReused() implements Begin {}
    }
}
